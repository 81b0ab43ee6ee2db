// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/data/core/sha256.h"

#include <array>
#include <fstream>
#include <memory>
#include <vector>

#include <openssl/evp.h>

#include "analysis/data/core/argument_file.h"

namespace maskscope {

namespace {

/// A running SHA-256.
class Digest {
public:
    Digest()
        : m_context(EVP_MD_CTX_new(), EVP_MD_CTX_free)
        , m_valid(m_context && EVP_DigestInit_ex(m_context.get(), EVP_sha256(), nullptr) == 1)
    {
    }
    [[nodiscard]] bool valid() const { return m_valid; }
    void add(const char* bytes, std::size_t count) { EVP_DigestUpdate(m_context.get(), bytes, count); }
    std::string text()
    {
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest {};
        unsigned int length = 0;
        EVP_DigestFinal_ex(m_context.get(), digest.data(), &length);
        constexpr std::string_view hex = "0123456789abcdef";
        std::string text;
        for (unsigned int i = 0; i < length; ++i) {
            text += hex[digest.at(i) >> 4U];
            text += hex[digest.at(i) & 15U];
        }
        return text;
    }

private:
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> m_context;
    bool m_valid;
};

tl::unexpected<Error> noDigest(const std::string& subject)
{
    return failure(ErrorCode::OutOfMemory, subject, "the SHA-256 digest could not be set up");
}

} // namespace

Result<std::string> sha256OfFile(const std::filesystem::path& path)
{
    if (auto regular = requireRegularFile(path, "an input"); !regular)
        return tl::unexpected(regular.error());
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return failure(ErrorCode::UnreadableInput, path.string(), "cannot be opened for reading");
    Digest digest;
    if (!digest.valid())
        return noDigest(path.string());
    std::vector<char> chunk(1U << 20U);
    while (in.read(chunk.data(), static_cast<std::streamsize>(chunk.size())) || in.gcount() > 0)
        digest.add(chunk.data(), static_cast<std::size_t>(in.gcount()));
    if (in.bad())
        return failure(ErrorCode::UnreadableInput, path.string(), "reading failed half-way");
    return digest.text();
}

Result<std::string> sha256OfBytes(std::string_view bytes, const std::string& subject)
{
    Digest digest;
    if (!digest.valid())
        return noDigest(subject);
    digest.add(bytes.data(), bytes.size());
    return digest.text();
}

} // namespace maskscope
