// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>

#include <Eigen/Eigenvalues>
#include <gtest/gtest.h>

#include "analysis/numerics/covariance.h"
#include "analysis/numerics/eigen_spectrum.h"
#include "analysis/numerics/least_squares.h"
#include "analysis/numerics/student_t.h"
#include "tests/masking/python.h"
#include "tests/metrics/synthetic.h"

namespace maskscope::test {
namespace {

RowMatrixF randomRows(Eigen::Index rows, Eigen::Index dim, double offset)
{
    Normal random(11);
    RowMatrixF x(rows, dim);
    for (Eigen::Index i = 0; i < rows; ++i) {
        for (Eigen::Index d = 0; d < dim; ++d)
            x(i, d) = static_cast<float>(offset + random() * static_cast<double>(1 + d));
    }
    return x;
}

Eigen::VectorXd descending(const Eigen::MatrixXd& symmetric)
{
    return Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(symmetric).eigenvalues().reverse();
}

TEST(Covariance, StreamingEqualsTheDefinition)
{
    const RowMatrixF x = randomRows(1300, 17, 1e4); // three blocks, far from zero
    const Eigen::RowVectorXd mean = columnMeans(x);
    CovarianceSum sum(x.cols());
    forEachBlock(x, mean, [&](Eigen::Index, const RowMatrixD& block) { sum.add(block); });
    const Eigen::MatrixXd covariance = std::move(sum).finish();
    const Eigen::MatrixXd centred = x.cast<double>().rowwise() - mean;
    const Eigen::MatrixXd direct = centred.transpose() * centred / 1300;
    EXPECT_LT((covariance - direct).norm(), 1e-10 * direct.norm());
}

TEST(ScratchMatrix, CopiesMovesAndStartsFromZero)
{
    ScratchMatrix a(2, 3);
    EXPECT_TRUE(a.isZero());
    a << 1, 2, 3, 4, 5, 6;
    ScratchMatrix copy = a;
    a(0, 0) = 9;
    EXPECT_EQ(copy(0, 0), 1);
    const float* values = copy.data();
    const ScratchMatrix moved = std::move(copy);
    EXPECT_EQ(moved.data(), values);
    EXPECT_EQ(moved.rows(), 2);
    a.resize(3, 2);
    EXPECT_TRUE(a.isZero());
    a = RowMatrixF::Constant(1, 4, 2.5F);
    EXPECT_EQ(a.size(), 4);
    EXPECT_EQ(a.sum(), 10);
    std::vector<Eigen::Index> seen;
    forEachRow([&](Eigen::Index row) { seen.push_back(row); }, moved, moved);
    EXPECT_EQ(seen, (std::vector<Eigen::Index> { 0, 1 }));
}

TEST(Covariance, AConstantColumnIsExact)
{
    RowMatrixF x(1000, 1);
    x.setConstant(0.1F);
    EXPECT_EQ(columnMeans(x)(0), static_cast<double>(0.1F));
}

class SpectraOfMean : public ::testing::TestWithParam<double> { };

TEST_P(SpectraOfMean, OneReductionGivesBothSpectra)
{
    const RowMatrixD x = randomRows(200, 23, GetParam()).cast<double>();
    const Eigen::VectorXd mean = x.colwise().mean();
    const Eigen::MatrixXd centred = x.rowwise() - mean.transpose();
    const Eigen::MatrixXd covariance = centred.transpose() * centred / 200;
    const auto spectra = covarianceSpectra(covariance, mean);
    ASSERT_TRUE(spectra.has_value());
    const Eigen::VectorXd direct = descending(covariance), uncentred = descending(x.transpose() * x / 200);
    EXPECT_LT((spectra->centred - direct).norm(), 1e-12 * direct(0));
    EXPECT_LT((spectra->uncentred - uncentred).norm(), 1e-12 * uncentred(0));
}

TEST_P(SpectraOfMean, LeadingAxesAreEigenvectors)
{
    const RowMatrixD x = randomRows(200, 23, GetParam()).cast<double>();
    const Eigen::VectorXd mean = x.colwise().mean();
    const Eigen::MatrixXd centred = x.rowwise() - mean.transpose();
    const Eigen::MatrixXd covariance = centred.transpose() * centred / 200;
    for (const Eigen::Index k : { 1, 5, 23, 40 }) {
        const auto spectra = covarianceSpectra(covariance, mean, k);
        ASSERT_TRUE(spectra.has_value());
        const Eigen::MatrixXd& axes = spectra->axes;
        ASSERT_EQ(axes.cols(), std::min<Eigen::Index>(k, 23));
        EXPECT_LT((axes.transpose() * axes - Eigen::MatrixXd::Identity(axes.cols(), axes.cols())).norm(), 1e-10);
        const Eigen::MatrixXd scaled = axes * spectra->centred.head(axes.cols()).asDiagonal();
        EXPECT_LT((covariance * axes - scaled).norm(), 1e-10 * spectra->centred(0));
    }
}

INSTANTIATE_TEST_SUITE_P(Offsets, SpectraOfMean, ::testing::Values(0.0, -5.0, 300.0));

TEST(PowerLaw, IsNumPysFit)
{
    if (!pythonHas("numpy"))
        GTEST_SKIP() << "python3-numpy is not installed";
    Normal random(8);
    Eigen::VectorXd eigenvalues(40);
    std::ostringstream list;
    list.precision(17);
    for (Eigen::Index k = 0; k < eigenvalues.size(); ++k) { // 30 of a rough power law, then rounding
        eigenvalues(k) = k < 30 ? std::pow(static_cast<double>(k + 1), -1.3) * std::exp(0.02 * random()) : 1e-11;
        list << eigenvalues(k) << ',';
    }
    const auto output = runPython("import numpy as np\nl=np.array([" + list.str()
                                  + "])\nl=l[l>1e-10*l[0]]\n"
                                    "x,y=np.log(np.arange(1,len(l)+1)),np.log(l)\na,b=np.polyfit(x,y,1)\n"
                                    "print(len(l),a,np.corrcoef(x,y)[0,1]**2)");
    ASSERT_TRUE(output);
    int last = 0;
    double slope = 0, fitR2 = 0;
    std::istringstream(*output) >> last >> slope >> fitR2;
    const auto law = fitPowerLaw(eigenvalues);
    ASSERT_TRUE(law);
    EXPECT_EQ(law->last, 30);
    EXPECT_EQ(last, 30);
    EXPECT_NEAR(law->slope, slope, 1e-10);
    EXPECT_NEAR(law->fitR2, fitR2, 1e-10);
    EXPECT_LT(fitR2, 1 - 1e-4); // no perfect line
}

TEST(ProductWith, EqualsTheDefinition)
{
    const RowMatrixD rows = randomRows(70, 9, 0).cast<double>();
    const Eigen::MatrixXd right = randomRows(9, 4, 1).cast<double>();
    EXPECT_LT((productWith(rows, right) - rows * right).norm(), 1e-10 * right.norm() * rows.norm());
    EXPECT_EQ(productWith(rows, Eigen::MatrixXd(9, 0)).size(), 0);
}

TEST(Spectra, OneDimensionAndZeroMean)
{
    const auto spectra = covarianceSpectra(Eigen::MatrixXd::Constant(1, 1, 4.0), Eigen::VectorXd::Zero(1));
    ASSERT_TRUE(spectra.has_value());
    EXPECT_DOUBLE_EQ(spectra->centred(0), 4);
    EXPECT_DOUBLE_EQ(spectra->uncentred(0), 4);
    EXPECT_FALSE(covarianceSpectra(Eigen::MatrixXd::Constant(2, 2, NAN), Eigen::VectorXd::Zero(2)).has_value());
}

TEST(LegendreBasis, IsOrthonormalAndDropsWhatPositionsCannotTell)
{
    const std::array<double, 9> three { 0, 0.25, 0.5, 0, 0.25, 0.5, 0, 0.25, 0.5 };
    const RowMatrixD basis = legendreBasis(three, 5); // three distinct positions: rank 3, not 6
    EXPECT_EQ(basis.cols(), 3);
    EXPECT_LT((basis.transpose() * basis - Eigen::MatrixXd::Identity(3, 3)).norm(), 1e-12);
}

TEST(StudentT, MatchesPublishedQuantiles)
{
    EXPECT_NEAR(studentT975(1), 12.7062, 1e-4);
    EXPECT_NEAR(studentT975(4), 2.776445, 1e-6);
    EXPECT_NEAR(studentT975(11), 2.200985, 1e-5);
    EXPECT_NEAR(studentT975(30), 2.042272, 1e-6);
    EXPECT_NEAR(studentT975(1000), 1.962339, 1e-6);
}

} // namespace
} // namespace maskscope::test
