// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/report/brief/references.h"

#include <algorithm>
#include <cassert>

namespace maskscope {

namespace {

const std::vector<Reference>& all()
{
    static const std::vector<Reference> known {
        { "maskscope", "The Maskscope developers, 2026",
          "The Maskscope developers. Maskscope: what masked EEG models learned. Software, GPL-3.0-or-later, 2026.",
          "@software{maskscope,\n  author = {{The Maskscope developers}},\n  title = {Maskscope: what masked {EEG} "
          "models learned},\n  year = {2026},\n  license = {GPL-3.0-or-later}\n}" },
        { "he2022", "He et al., 2022",
          "He K, Chen X, Xie S, Li Y, Dollár P, Girshick R. Masked autoencoders are scalable vision learners. CVPR "
          "2022, 15979–15988.",
          "@inproceedings{he2022,\n  author = {He, Kaiming and Chen, Xinlei and Xie, Saining and Li, Yanghao and "
          "Doll{\\'a}r, Piotr and Girshick, Ross},\n  title = {Masked autoencoders are scalable vision learners},\n  "
          "booktitle = {IEEE/CVF Conference on Computer Vision and Pattern Recognition},\n  pages = {15979--15988},\n  "
          "year = {2022}\n}" },
        { "gu2023", "Gu and Dao, 2023",
          "Gu A, Dao T. Mamba: linear-time sequence modeling with selective state spaces. arXiv:2312.00752, 2023.",
          "@misc{gu2023,\n  author = {Gu, Albert and Dao, Tri},\n  title = {Mamba: linear-time sequence modeling with "
          "selective state spaces},\n  eprint = {2312.00752},\n  archiveprefix = {arXiv},\n  year = {2023}\n}" },
        { "dao2024", "Dao and Gu, 2024",
          "Dao T, Gu A. Transformers are SSMs: generalized models and efficient algorithms through structured state "
          "space duality. ICML 2024, PMLR 235:10041–10071.",
          "@inproceedings{dao2024,\n  author = {Dao, Tri and Gu, Albert},\n  title = {Transformers are {SSM}s: "
          "generalized models and efficient algorithms through structured state space duality},\n  booktitle = "
          "{International Conference on Machine Learning},\n  series = {PMLR},\n  volume = {235},\n  pages = "
          "{10041--10071},\n  year = {2024}\n}" },
        { "vaswani2017", "Vaswani et al., 2017",
          "Vaswani A, Shazeer N, Parmar N, Uszkoreit J, Jones L, Gomez AN, Kaiser Ł, Polosukhin I. Attention is all "
          "you "
          "need. NIPS 2017, 5998–6008.",
          "@inproceedings{vaswani2017,\n  author = {Vaswani, Ashish and Shazeer, Noam and Parmar, Niki and Uszkoreit, "
          "Jakob and Jones, Llion and Gomez, Aidan N. and Kaiser, {\\L}ukasz and Polosukhin, Illia},\n  title = "
          "{Attention is all you need},\n  booktitle = {Advances in Neural Information Processing Systems},\n  volume "
          "= "
          "{30},\n  pages = {5998--6008},\n  year = {2017}\n}" },
        { "miller1974", "Miller, 1974", "Miller RG. The jackknife: a review. Biometrika 61:1–15, 1974.",
          "@article{miller1974,\n  author = {Miller, Rupert G.},\n  title = {The jackknife: a review},\n  journal = "
          "{Biometrika},\n  volume = {61},\n  pages = {1--15},\n  year = {1974}\n}" },
        { "schuirmann1987", "Schuirmann, 1987",
          "Schuirmann DJ. A comparison of the two one-sided tests procedure and the power approach for assessing the "
          "equivalence of average bioavailability. J Pharmacokinet Biopharm 15:657–680, 1987.",
          "@article{schuirmann1987,\n  author = {Schuirmann, Donald J.},\n  title = {A comparison of the two one-sided "
          "tests procedure and the power approach for assessing the equivalence of average bioavailability},\n  "
          "journal "
          "= {Journal of Pharmacokinetics and Biopharmaceutics},\n  volume = {15},\n  pages = {657--680},\n  year = "
          "{1987}\n}" },
        { "holm1979", "Holm, 1979",
          "Holm S. A simple sequentially rejective multiple test procedure. Scand J Stat 6:65–70, 1979.",
          "@article{holm1979,\n  author = {Holm, Sture},\n  title = {A simple sequentially rejective multiple test "
          "procedure},\n  journal = {Scandinavian Journal of Statistics},\n  volume = {6},\n  pages = {65--70},\n  "
          "year "
          "= {1979}\n}" },
        { "gao2017", "Gao et al., 2017",
          "Gao P, Trautmann E, Yu B, Santhanam G, Ryu S, Shenoy K, Ganguli S. A theory of multineuronal "
          "dimensionality, "
          "dynamics and measurement. bioRxiv 214262, 2017.",
          "@article{gao2017,\n  author = {Gao, Peiran and Trautmann, Eric and Yu, Byron and Santhanam, Gopal and Ryu, "
          "Stephen and Shenoy, Krishna and Ganguli, Surya},\n  title = {A theory of multineuronal dimensionality, "
          "dynamics and measurement},\n  journal = {bioRxiv},\n  number = {214262},\n  year = {2017}\n}" },
        { "garrido2023", "Garrido et al., 2023",
          "Garrido Q, Balestriero R, Najman L, LeCun Y. RankMe: assessing the downstream performance of pretrained "
          "self-supervised representations by their rank. ICML 2023, PMLR 202:10929–10974.",
          "@inproceedings{garrido2023,\n  author = {Garrido, Quentin and Balestriero, Randall and Najman, Laurent and "
          "LeCun, Yann},\n  title = {{RankMe}: assessing the downstream performance of pretrained self-supervised "
          "representations by their rank},\n  booktitle = {International Conference on Machine Learning},\n  series = "
          "{PMLR},\n  volume = {202},\n  pages = {10929--10974},\n  year = {2023}\n}" },
        { "gramfort2013", "Gramfort et al., 2013",
          "Gramfort A, Luessi M, Larson E, Engemann DA, Strohmeier D, Brodbeck C, Goj R, Jas M, Brooks T, Parkkonen L, "
          "Hämäläinen M. MEG and EEG data analysis with MNE-Python. Front Neurosci 7:267, 2013.",
          "@article{gramfort2013,\n  author = {Gramfort, Alexandre and Luessi, Martin and Larson, Eric and Engemann, "
          "Denis A. and Strohmeier, Daniel and Brodbeck, Christian and Goj, Roman and Jas, Mainak and Brooks, Teon and "
          "Parkkonen, Lauri and H{\\\"a}m{\\\"a}l{\\\"a}inen, Matti},\n  title = {{MEG} and {EEG} data analysis with "
          "{MNE-Python}},\n  journal = {Frontiers in Neuroscience},\n  volume = {7},\n  pages = {267},\n  year = "
          "{2013}\n}" },
    };
    return known;
}

} // namespace

std::span<const Reference> references() { return all(); }

const Reference& reference(std::string_view key)
{
    const auto at = std::ranges::find(all(), key, &Reference::key);
    assert(at != all().end());
    return at == all().end() ? all().front() : *at;
}

std::string Citations::cite(std::initializer_list<std::string_view> keys)
{
    std::string text = "(";
    for (const std::string_view key : keys) {
        const Reference& r = reference(key);
        if (std::ranges::find(m_cited, &r) == m_cited.end())
            m_cited.push_back(&r);
        text += (text.size() > 1 ? "; " : "") + r.cited;
    }
    return text + ")";
}

} // namespace maskscope
