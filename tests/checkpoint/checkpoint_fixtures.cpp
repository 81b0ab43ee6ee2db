// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/checkpoint/checkpoint_fixtures.h"

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <numeric>
#include <stdexcept>

#include <unistd.h>
#include <zip.h>

#include "tests/checkpoint/pickle_writer.h"

namespace fs = std::filesystem;

TemporaryFolder::TemporaryFolder()
{
    std::string pattern = (fs::temp_directory_path() / "maskscope-checkpoint-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr)
        throw std::runtime_error("no temporary folder");
    m_path = pattern;
}

TemporaryFolder::~TemporaryFolder()
{
    std::error_code ignored;
    fs::remove_all(m_path, ignored);
}

std::string readBytes(const fs::path& path)
{
    std::ifstream in(path, std::ios::binary);
    return { std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>() };
}

void writeBytes(const fs::path& path, std::string_view bytes)
{
    std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

void writeZip(const fs::path& path, const ZipContent& content, bool deflated)
{
    int code = 0;
    zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
    if (archive == nullptr)
        throw std::runtime_error("no zip file");
    for (const auto& [name, bytes] : content) {
        zip_source_t* source = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
        const zip_int64_t index = zip_file_add(archive, name.c_str(), source, 0);
        if (index < 0)
            throw std::runtime_error("no zip entry " + name);
        zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), deflated ? ZIP_CM_DEFLATE : ZIP_CM_STORE,
                                 0);
    }
    if (zip_close(archive) != 0)
        throw std::runtime_error("zip file not written");
}

std::string floatBytes(const std::vector<float>& values)
{
    std::string bytes(values.size() * sizeof(float), '\0');
    if (!values.empty())
        std::memcpy(bytes.data(), values.data(), bytes.size());
    return bytes;
}

void writeCheckpoint(const fs::path& path, const std::string& pickle, const std::vector<std::string>& storages)
{
    ZipContent content { { "archive/data.pkl", pickle } };
    for (std::size_t i = 0; i < storages.size(); ++i)
        content.emplace_back("archive/data/" + std::to_string(i), storages[i]);
    content.emplace_back("archive/version", "3\n");
    writeZip(path, content);
}

std::string safetensorsBytes(const std::string& header, const std::string& data)
{
    std::string bytes;
    for (unsigned shift = 0; shift < 64; shift += 8)
        bytes += static_cast<char>((static_cast<std::uint64_t>(header.size()) >> shift) & 0xFFU);
    return bytes + header + data;
}

void writeModel(const fs::path& path, const std::vector<NamedTensor>& tensors,
                const std::vector<std::pair<std::string, double>>& config)
{
    PickleWriter pickle;
    std::vector<std::string> storages;
    pickle.op('}').op('(').text("model").global("collections", "OrderedDict").op(')').op('R').op('(');
    for (const NamedTensor& tensor : tensors) {
        std::vector<std::int64_t> strides(tensor.shape.size(), 1);
        std::int64_t elements = 1;
        for (std::size_t i = tensor.shape.size(); i-- > 0;) {
            strides[i] = elements;
            elements *= tensor.shape[i];
        }
        std::vector<float> values(static_cast<std::size_t>(elements));
        std::iota(values.begin(), values.end(), 0.0F);
        pickle.text(tensor.name)
            .tensor("FloatStorage", std::to_string(storages.size()), elements, 0, tensor.shape, strides);
        storages.push_back(floatBytes(values));
    }
    pickle.op('u').text("epoch").number(3).text("config").op('}').op('(');
    for (const auto& [key, value] : config)
        pickle.text(key).real(value);
    pickle.op('u').op('u');
    writeCheckpoint(path, pickle.finish(), storages);
}

std::vector<NamedTensor> tensorsOf(const maskscope::NetworkDescription& network, const std::string& prefix)
{
    std::vector<NamedTensor> tensors;
    for (const auto& [name, shape] : maskscope::expectedTensors(network))
        tensors.push_back({ prefix + name, shape });
    return tensors;
}

maskscope::NetworkDescription smallMamba()
{
    maskscope::NetworkDescription network;
    network.dModel = 8;
    network.layers = 2;
    network.window = 32;
    network.dState = 4;
    network.dInner = 16;
    network.dtRank = 1;
    network.convWidth = 4;
    return network;
}

bool haveTorch()
{
    static const bool have = std::system("/usr/bin/python3 -c 'import torch, numpy, h5py' >/dev/null 2>&1") == 0;
    return have;
}

bool runPython(const std::string& script, const std::string& arguments)
{
    return std::system(("/usr/bin/python3 '" + script + "' " + arguments + " >/dev/null").c_str()) == 0;
}
