// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/recording/recording_formats.h"

#include <array>

#include "analysis/recording/formats/brainvision_reader.h"
#include "analysis/recording/formats/edf_reader.h"
#include "analysis/recording/formats/eeglab_reader.h"
#include "analysis/recording/formats/fif_reader.h"
#include "analysis/recording/formats/gdf/gdf_reader.h"
#include "analysis/recording/formats/hdf5_plain_reader.h"
#include "analysis/recording/formats/hdf5_windowed_reader.h"
#include "analysis/recording/formats/labram_reader.h"
#include "analysis/recording/formats/nwb_reader.h"

namespace maskscope {

namespace {

constexpr std::array<std::string_view, 2> edfSuffixes { ".edf", ".bdf" };
constexpr std::array<std::string_view, 2> hdf5Suffixes { ".h5", ".hdf5" };
constexpr std::array<std::string_view, 1> nwbSuffixes { ".nwb" };

constexpr std::array<std::string_view, 3> brainVisionSuffixes { ".vhdr", ".eeg", ".vmrk" };
constexpr std::array<std::string_view, 2> eeglabSuffixes { ".set", ".fdt" };
constexpr std::array<std::string_view, 1> fifSuffixes { ".fif" };
constexpr std::array<std::string_view, 1> gdfSuffixes { ".gdf" };

constexpr std::array formats = std::to_array<RecordingFormat>({
    { "EDF, EDF+, BDF, BDF+", edfSuffixes, looksLikeEdf, readEdf },
    { "HDF5 windowed", hdf5Suffixes, looksLikeWindowedHdf5, readWindowedHdf5 },
    { "HDF5 plain", hdf5Suffixes, looksLikePlainHdf5, readPlainHdf5 },
    { "NWB", nwbSuffixes, looksLikeNwb, readNwb },
    { "HDF5 of LaBraM", hdf5Suffixes, looksLikeLabram, readLabram },
    { "BrainVision", brainVisionSuffixes, looksLikeBrainVision, readBrainVision },
    { "EEGLAB", eeglabSuffixes, looksLikeEeglab, readEeglab },
    { "FIF raw", fifSuffixes, looksLikeFif, readFif },
    { "GDF", gdfSuffixes, looksLikeGdf, readGdf },
});

} // namespace

std::span<const RecordingFormat> recordingFormats() { return formats; }

} // namespace maskscope
