// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/numerics/scalp/qhull_delaunay.h"

#include <csetjmp>
#include <cstdio>
#include <utility>

#include <libqhull_r/qhull_ra.h>

namespace maskscope {

namespace {

using Triangle = std::array<int, 3>;

/// Qhull's state. What it has to say goes nowhere: an empty result says that it failed.
class Hull {
public:
    Hull()
        : m_messages(std::fopen("/dev/null", "w"))
    {
        qh_zero(&m_qh, m_messages != nullptr ? m_messages : stderr);
    }
    ~Hull()
    {
        qh_freeqhull(&m_qh, qh_ALL);
        int pieces = 0, bytes = 0;
        qh_memfreeshort(&m_qh, &pieces, &bytes);
        if (m_messages != nullptr)
            std::fclose(m_messages);
    }
    Hull(const Hull&) = delete;
    Hull& operator=(const Hull&) = delete;
    Hull(Hull&&) = delete;
    Hull& operator=(Hull&&) = delete;

    /// `xy` [point, 2] has to outlive this.
    bool build(std::vector<coordT>& xy, std::string command)
    {
        return qh_new_qhull(&m_qh, 2, static_cast<int>(xy.size() / 2), xy.data(), False, command.data(), nullptr,
                            m_messages != nullptr ? m_messages : stderr)
            == qh_ERRnone;
    }

    /// `lifted` [point, 3] has to outlive this; the third coordinate is filled in here.
    bool add(std::vector<coordT>& lifted)
    {
        return addPoints(m_qh, lifted.data(), static_cast<int>(lifted.size() / 3));
    }

    bool triangulate() { return cutFacets(m_qh); }

    std::vector<Triangle> triangles()
    {
        std::vector<Triangle> all;
        for (facetT* facet = m_qh.facet_list; facet != nullptr && facet->next != nullptr; facet = facet->next)
            if (facet->upperdelaunay == m_qh.UPPERdelaunay)
                all.push_back(vertices(*facet));
        return all;
    }

private:
    // Qhull leaves a failure by longjmp: between setjmp and the last call there must be nothing to destroy.
    static bool addPoints(qhT& qh, coordT* lifted, int count)
    {
        if (setjmp(qh.errexit) != 0) {
            qh.NOerrexit = True;
            return false;
        }
        qh.NOerrexit = False;
        qh_setdelaunay(&qh, 3, count, lifted);
        for (coordT* point = lifted; point != lifted + 3 * count; point += 3)
            addPoint(qh, point);
        qh_check_maxout(&qh);
        qh.hasTriangulation = False;
        qh_findgood_all(&qh, qh.facet_list);
        qh.NOerrexit = True;
        return true;
    }

    static void addPoint(qhT& qh, coordT* point)
    {
        realT distance = 0;
        boolT outside = False;
        facetT* facet = qh_findbestfacet(&qh, point, False, &distance, &outside);
        if (outside)
            qh_addpoint(&qh, point, facet, False);
        else // it keeps its number
            qh_setappend(&qh, &qh.other_points, point);
    }

    /// Facets of more than three vertices become triangles.
    static bool cutFacets(qhT& qh)
    {
        if (setjmp(qh.errexit) != 0) {
            qh.NOerrexit = True;
            return false;
        }
        qh.NOerrexit = False;
        qh_triangulate(&qh);
        qh.NOerrexit = True;
        return true;
    }

    Triangle vertices(const facetT& facet)
    {
        Triangle triangle {};
        const setelemT* elements = &facet.vertices->e[0];
        for (std::size_t i = 0; i < 3; ++i)
            triangle[i] = qh_pointid(&m_qh, static_cast<const vertexT*>(elements[i].p)->point);
        if (facet.toporient == qh_ORIENTclock)
            std::swap(triangle[0], triangle[1]);
        return triangle;
    }

    std::FILE* m_messages;
    qhT m_qh {};
};

std::vector<coordT> coordinates(const std::vector<Eigen::Vector2d>& points, std::size_t stride)
{
    std::vector<coordT> all(points.size() * stride, 0.0);
    for (std::size_t i = 0; i < points.size(); ++i) {
        all[i * stride] = points[i].x();
        all[i * stride + 1] = points[i].y();
    }
    return all;
}

} // namespace

std::vector<Triangle> qhullTriangles(const std::vector<Eigen::Vector2d>& points,
                                     const std::vector<Eigen::Vector2d>& added, std::string options)
{
    std::vector<coordT> xy = coordinates(points, 2), lifted = coordinates(added, 3);
    Hull hull; // after what it points into
    if (points.size() < 3 || !hull.build(xy, "qhull d " + std::move(options)) || !hull.triangulate())
        return {};
    if (!added.empty() && !(hull.add(lifted) && hull.triangulate()))
        return {};
    return hull.triangles();
}

} // namespace maskscope
