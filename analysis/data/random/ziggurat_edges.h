// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

namespace maskscope {

/// Right edges of the 256 strips of equal area under exp(-x^2 / 2) (Marsaglia and Tsang 2000, J. Stat. Softw. 5(8)),
/// outermost last; the first is the width of the base strip with its tail folded in. They solve
/// x[i] = sqrt(-2 log(V / x[i+1] + exp(-x[i+1]^2 / 2))), x[255] = 3.6541528853610088, V = 4.928673233974655e-3. Solved
/// anew, most differ in the last bits from the ones NumPy draws with, and so would the draws: hence the table.
// clang-format off
inline constexpr std::array<double, 256> zigguratEdges = {
    0x1.f493b7815d979p+1, 0x1.b8d0be3fdf6c6p-3, 0x1.250af3c2c5bb4p-2, 0x1.57cb938443b61p-2,
    0x1.801fce82fa70cp-2, 0x1.a230c2e4cd0bcp-2, 0x1.c004d2f3861f7p-2, 0x1.dac2f5a747274p-2,
    0x1.f32482d4cd5c3p-2, 0x1.04d32278ebbadp-1, 0x1.0f5053b025d43p-1, 0x1.192a697413677p-1,
    0x1.227a28f7a1af5p-1, 0x1.2b52e3863d880p-1, 0x1.33c3fc05791f5p-1, 0x1.3bd9ec1a2b12fp-1,
    0x1.439ef8dff9b55p-1, 0x1.4b1bb363dfea7p-1, 0x1.52575621ad374p-1, 0x1.59580a707ce96p-1,
    0x1.60231cfd97eeap-1, 0x1.66bd261a37c3dp-1, 0x1.6d2a292000570p-1, 0x1.736dad346f8a6p-1,
    0x1.798ad10b32a77p-1, 0x1.7f845ad46f543p-1, 0x1.855cc53430a77p-1, 0x1.8b1649e7b769ap-1,
    0x1.90b2ea94ecf98p-1, 0x1.96347822c1eeap-1, 0x1.9b9c98e38c546p-1, 0x1.a0eccdca4a72cp-1,
    0x1.a62676d77cd59p-1, 0x1.ab4ad6e101630p-1, 0x1.b05b16d136c9cp-1, 0x1.b558487427a29p-1,
    0x1.ba4368e529f3ap-1, 0x1.bf1d62abf8232p-1, 0x1.c3e70f9594ef3p-1, 0x1.c8a13a5323b61p-1,
    0x1.cd4c9fe72268bp-1, 0x1.d1e9f0e80b748p-1, 0x1.d679d29e41f10p-1, 0x1.dafce0023b8c3p-1,
    0x1.df73aa9f17653p-1, 0x1.e3debb5d2edfep-1, 0x1.e83e9337a6f00p-1, 0x1.ec93abdf982cep-1,
    0x1.f0de784f06226p-1, 0x1.f51f654d8f688p-1, 0x1.f956d9e87d7aep-1, 0x1.fd8537dfa2eacp-1,
    0x1.00d56e04234ecp+0, 0x1.02e40f5398f9ap+0, 0x1.04eea9e16a5fcp+0, 0x1.06f565b72a010p+0,
    0x1.08f869071f40bp+0, 0x1.0af7d84bc6113p+0, 0x1.0cf3d664bcc7fp+0, 0x1.0eec84b16086bp+0,
    0x1.10e20329515eep+0, 0x1.12d4707310fbep+0, 0x1.14c3e9f8e9141p+0, 0x1.16b08bfc4201ep+0,
    0x1.189a71a78da34p+0, 0x1.1a81b51ee6d88p+0, 0x1.1c666f8f82acbp+0, 0x1.1e48b93e0d42ep+0,
    0x1.2028a9940a09fp+0, 0x1.2206572c4c6e9p+0, 0x1.23e1d7de9c31fp+0, 0x1.25bb40ca96bfbp+0,
    0x1.2792a661dd37fp+0, 0x1.29681c719d71bp+0, 0x1.2b3bb62b82edap+0, 0x1.2d0d862e1b853p+0,
    0x1.2edd9e8cba98ep+0, 0x1.30ac10d6e48d7p+0, 0x1.3278ee1f4b930p+0, 0x1.3444470265ea1p+0,
    0x1.360e2baca52d5p+0, 0x1.37d6abe05586ap+0, 0x1.399dd6fb2b264p+0, 0x1.3b63bbfb83d03p+0,
    0x1.3d28698561de0p+0, 0x1.3eebede725a83p+0, 0x1.40ae571e09e74p+0, 0x1.426fb2da6745dp+0,
    0x1.44300e83c30a4p+0, 0x1.45ef773cac75dp+0, 0x1.47adf9e66c336p+0, 0x1.496ba32488f2fp+0,
    0x1.4b287f602415dp+0, 0x1.4ce49acb311dcp+0, 0x1.4ea001638a605p+0, 0x1.505abef5e5562p+0,
    0x1.5214df20a8b5ap+0, 0x1.53ce6d56a664fp+0, 0x1.558774e1bb2c8p+0, 0x1.574000e555f78p+0,
    0x1.58f81c60e8514p+0, 0x1.5aafd23241b59p+0, 0x1.5c672d17d733dp+0, 0x1.5e1e37b2f8cd3p+0,
    0x1.5fd4fc89f5e38p+0, 0x1.618b860a31fc3p+0, 0x1.6341de8a2b0a2p+0, 0x1.64f8104b7260bp+0,
    0x1.66ae257c99672p+0, 0x1.6864283b13137p+0, 0x1.6a1a22950b2b1p+0, 0x1.6bd01e8b343bbp+0,
    0x1.6d8626128d352p+0, 0x1.6f3c43161f854p+0, 0x1.70f27f78b68ebp+0, 0x1.72a8e516914c6p+0,
    0x1.745f7dc70eedcp+0, 0x1.7616535e5731fp+0, 0x1.77cd6faeff449p+0, 0x1.7984dc8babd93p+0,
    0x1.7b3ca3c8b1409p+0, 0x1.7cf4cf3db22fbp+0, 0x1.7ead68c73dee7p+0, 0x1.80667a486ea1fp+0,
    0x1.82200dac88676p+0, 0x1.83da2ce899f15p+0, 0x1.8594e1fd1f5bdp+0, 0x1.875036f7a7ec5p+0,
    0x1.890c35f47f72dp+0, 0x1.8ac8e9205c043p+0, 0x1.8c865aba10c9cp+0, 0x1.8e44951446a27p+0,
    0x1.9003a2973b58fp+0, 0x1.91c38dc288347p+0, 0x1.9384612ef0afcp+0, 0x1.954627903a28ap+0,
    0x1.9708ebb70d5eep+0, 0x1.98ccb892e2a31p+0, 0x1.9a919933f99bfp+0, 0x1.9c5798cd5d92cp+0,
    0x1.9e1ec2b6f7411p+0, 0x1.9fe7226fad24ap+0, 0x1.a1b0c39f93692p+0, 0x1.a37bb21a2c85bp+0,
    0x1.a547f9e0bbb88p+0, 0x1.a715a724aa9a4p+0, 0x1.a8e4c64a0313dp+0, 0x1.aab563e9ff108p+0,
    0x1.ac878cd5af5cep+0, 0x1.ae5b4e18bb336p+0, 0x1.b030b4fc3a11ap+0, 0x1.b207cf09a985bp+0,
    0x1.b3e0aa0e00c00p+0, 0x1.b5bb541ce3d03p+0, 0x1.b797db93f8927p+0, 0x1.b9764f1e5f73cp+0,
    0x1.bb56bdb85256ep+0, 0x1.bd3936b2ec0a2p+0, 0x1.bf1dc9b81ae83p+0, 0x1.c10486cec16a0p+0,
    0x1.c2ed7e5f07a2dp+0, 0x1.c4d8c136e0d1cp+0, 0x1.c6c6608ec8705p+0, 0x1.c8b66e0eba617p+0,
    0x1.caa8fbd36a2abp+0, 0x1.cc9e1c73bd690p+0, 0x1.ce95e3068e037p+0, 0x1.d0906328b8f6ep+0,
    0x1.d28db1037ef20p+0, 0x1.d48de1533c647p+0, 0x1.d691096e7f123p+0, 0x1.d8973f4d7fba5p+0,
    0x1.daa0999206e70p+0, 0x1.dcad2f8fc490ep+0, 0x1.debd195522e37p+0, 0x1.e0d06fb49d21cp+0,
    0x1.e2e74c4ea46f6p+0, 0x1.e501c99c1d188p+0, 0x1.e72002f97fe25p+0, 0x1.e94214b2abf0ap+0,
    0x1.eb681c0f76f08p+0, 0x1.ed9237610a73ap+0, 0x1.efc086101eca9p+0, 0x1.f1f328ac25321p+0,
    0x1.f42a40fb74d6dp+0, 0x1.f665f20c90168p+0, 0x1.f8a6604899782p+0, 0x1.faebb187122bfp+0,
    0x1.fd360d22fe785p+0, 0x1.ff859c118f60bp+0, 0x1.00ed447d3a075p+1, 0x1.021a8028fc947p+1,
    0x1.034a983a902abp+1, 0x1.047da4e3ef5c7p+1, 0x1.05b3bf6adb37ep+1, 0x1.06ed023a72668p+1,
    0x1.082988f632e17p+1, 0x1.0969708e8a254p+1, 0x1.0aacd7571c0c4p+1, 0x1.0bf3dd1eed448p+1,
    0x1.0d3ea34aa3d30p+1, 0x1.0e8d4cf116593p+1, 0x1.0fdffefa69fb6p+1, 0x1.1136e04207041p+1,
    0x1.129219bbb5d35p+1, 0x1.13f1d69c4096dp+1, 0x1.1556448602e3bp+1, 0x1.16bf93b9deef3p+1,
    0x1.182df74d21261p+1, 0x1.19a1a564eebacp+1, 0x1.1b1ad777f2f8ep+1, 0x1.1c99ca971a694p+1,
    0x1.1e1ebfbe4ae39p+1, 0x1.1fa9fc2e2d901p+1, 0x1.213bc9d04cc81p+1, 0x1.22d477a6fd3eep+1,
    0x1.24745a4ac9c24p+1, 0x1.261bcc77658e0p+1, 0x1.27cb2faa8592ep+1, 0x1.2982ecd770e78p+1,
    0x1.2b437532a0a52p+1, 0x1.2d0d43196db97p+1, 0x1.2ee0db1a978f5p+1, 0x1.30becd256aeeep+1,
    0x1.32a7b5e68a4a3p+1, 0x1.349c405ae12a3p+1, 0x1.369d27a33a840p+1, 0x1.38ab39256410ap+1,
    0x1.3ac7570ae88fap+1, 0x1.3cf27b31704a6p+1, 0x1.3f2dbaa60f475p+1, 0x1.417a49cb9e5dap+1,
    0x1.43d9815545e94p+1, 0x1.464ce44a73a15p+1, 0x1.48d62759c43bcp+1, 0x1.4b7739d6b5a27p+1,
    0x1.4e3250dcd8902p+1, 0x1.5109f53e9ac41p+1, 0x1.54011523a7e42p+1, 0x1.571b1a94ae41bp+1,
    0x1.5a5c08b718dd9p+1, 0x1.5dc8a243ad0fep+1, 0x1.61669cf861e4cp+1, 0x1.653ce7b006aeap+1,
    0x1.69540be9fe5c3p+1, 0x1.6db6b8d09e232p+1, 0x1.72728f05f7a34p+1, 0x1.7799556090673p+1,
    0x1.7d42df4d6ce8cp+1, 0x1.839030529f234p+1, 0x1.8ab0fbfaa7c14p+1, 0x1.92ee0946f4496p+1,
    0x1.9cbee014057abp+1, 0x1.a8fdc7894775ap+1, 0x1.b981f3878fdb1p+1, 0x1.d3bb48209ad33p+1,
};
// clang-format on

} // namespace maskscope
