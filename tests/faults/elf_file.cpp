// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/elf_file.h"

#include <cstring>

#include <elf.h>

#include "tests/cli/cli_run.h"

namespace maskscope::test {

namespace {

template <typename T>
T at(const std::string& bytes, std::size_t offset)
{
    T value {};
    if (offset + sizeof(T) <= bytes.size())
        std::memcpy(&value, bytes.data() + offset, sizeof(T));
    return value;
}

std::vector<std::string> elements(const std::string& list)
{
    std::vector<std::string> all;
    std::size_t begin = 0;
    for (std::size_t colon = list.find(':'); colon != std::string::npos; colon = list.find(':', begin)) {
        all.push_back(list.substr(begin, colon - begin));
        begin = colon + 1;
    }
    all.push_back(list.substr(begin));
    return all;
}

/// Where in the file lies what the loader puts at an address?
std::size_t offsetOf(const std::vector<Elf64_Phdr>& headers, Elf64_Addr address)
{
    for (const Elf64_Phdr& header : headers)
        if (header.p_type == PT_LOAD && address >= header.p_vaddr && address < header.p_vaddr + header.p_filesz)
            return address - header.p_vaddr + header.p_offset;
    return 0;
}

std::vector<Elf64_Dyn> dynamicEntries(const std::string& bytes, const Elf64_Phdr& header)
{
    std::vector<Elf64_Dyn> all;
    for (std::size_t i = 0; i < header.p_filesz / sizeof(Elf64_Dyn); ++i)
        all.push_back(at<Elf64_Dyn>(bytes, header.p_offset + i * sizeof(Elf64_Dyn)));
    return all;
}

void readDynamic(ElfFile& file, const std::string& bytes, const std::vector<Elf64_Phdr>& headers,
                 const Elf64_Phdr& dynamic)
{
    const std::vector<Elf64_Dyn> entries = dynamicEntries(bytes, dynamic);
    std::size_t strings = 0, size = 0;
    for (const Elf64_Dyn& entry : entries) {
        if (entry.d_tag == DT_STRTAB)
            strings = offsetOf(headers, entry.d_un.d_ptr);
        else if (entry.d_tag == DT_STRSZ)
            size = entry.d_un.d_val;
        else if (entry.d_tag == DT_BIND_NOW)
            file.bindsNow = true;
        else if (entry.d_tag == DT_FLAGS)
            file.bindsNow = file.bindsNow || (entry.d_un.d_val & DF_BIND_NOW) != 0;
        else if (entry.d_tag == DT_FLAGS_1)
            file.bindsNow = file.bindsNow || (entry.d_un.d_val & DF_1_NOW) != 0;
    }
    file.names = bytes.substr(std::min(strings, bytes.size()), size);
    file.isReadable = !file.names.empty();
    for (const Elf64_Dyn& entry : entries)
        if (entry.d_tag == DT_RUNPATH || entry.d_tag == DT_RPATH)
            for (std::string& element : elements(file.names.c_str() + entry.d_un.d_val))
                file.searchPaths.push_back(std::move(element));
}

} // namespace

ElfFile readElf(const std::filesystem::path& path)
{
    const std::string bytes = fileText(path);
    ElfFile file;
    const auto head = at<Elf64_Ehdr>(bytes, 0);
    if (std::memcmp(head.e_ident, ELFMAG, SELFMAG) != 0 || head.e_ident[EI_CLASS] != ELFCLASS64)
        return file;
    file.isPositionIndependent = head.e_type == ET_DYN;
    std::vector<Elf64_Phdr> headers;
    for (std::size_t i = 0; i < head.e_phnum; ++i)
        headers.push_back(at<Elf64_Phdr>(bytes, head.e_phoff + i * sizeof(Elf64_Phdr)));
    for (const Elf64_Phdr& header : headers) {
        if (header.p_type == PT_GNU_RELRO)
            file.hasRelro = true;
        else if (header.p_type == PT_GNU_STACK)
            file.hasExecutableStack = (header.p_flags & PF_X) != 0;
        else if (header.p_type == PT_DYNAMIC)
            readDynamic(file, bytes, headers, header);
    }
    return file;
}

} // namespace maskscope::test
