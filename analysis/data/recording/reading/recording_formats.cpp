// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/recording/reading/recording_formats.h"

#include <array>

#include "analysis/data/recording/formats/brainvision/brainvision_reader.h"
#include "analysis/data/recording/formats/edf/edf_reader.h"
#include "analysis/data/recording/formats/eeglab/eeglab_reader.h"
#include "analysis/data/recording/formats/fif/fif_reader.h"
#include "analysis/data/recording/formats/gdf/gdf_reader.h"
#include "analysis/data/recording/formats/hdf5/hdf5_plain_reader.h"
#include "analysis/data/recording/formats/hdf5/hdf5_windowed_reader.h"
#include "analysis/data/recording/formats/hdf5/labram_reader.h"
#include "analysis/data/recording/formats/hdf5/nwb_reader.h"

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
