// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/session/compute_device.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include <dlfcn.h>
#include <omp.h>

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <torch/cuda.h>

#include "model/address_space.h"

namespace maskscope {

namespace {

int cudaDevices() { return torch::cuda::is_available() ? static_cast<int>(torch::cuda::device_count()) : 0; }

/// The driver's name of a device, asked through its plain C interface, so that no CUDA header is needed.
std::string cudaName(int index)
{
    void* driver = dlopen("libcuda.so.1", RTLD_LAZY | RTLD_LOCAL);
    if (driver == nullptr)
        return {};
    const auto find = [driver](auto** function, const char* name) {
        *function = reinterpret_cast<std::remove_reference_t<decltype(*function)>>(dlsym(driver, name));
    };
    int (*init)(unsigned) = nullptr;
    int (*get)(int*, int) = nullptr;
    int (*getName)(char*, int, int) = nullptr;
    find(&init, "cuInit");
    find(&get, "cuDeviceGet");
    find(&getName, "cuDeviceGetName");
    std::array<char, 128> name {};
    int handle = 0;
    if (init == nullptr || get == nullptr || getName == nullptr || init(0) != 0 || get(&handle, index) != 0
        || getName(name.data(), static_cast<int>(name.size()) - 1, handle) != 0)
        return {};
    return name.data();
}

ComputeDevice cpu(int threads)
{
    const int count = threads > 0 ? threads : std::max(1, omp_get_num_procs());
    return {
        at::Device(at::kCPU), count, {}, "cpu (" + std::to_string(count) + (count == 1 ? " thread)" : " threads)")
    };
}

Result<ComputeDevice> cuda(const std::string& specification, int index, int threads)
{
    const int present = cudaDevices();
    if (index >= present)
        return failure(ErrorCode::DeviceFailed, specification, "this device is not there",
                       "a CUDA device with that number and a LibTorch built with CUDA",
                       present == 0 ? "none" : std::to_string(present) + " device(s)");
    auto opened = cpu(threads);
    const std::string name = cudaName(index);
    opened.device = at::Device(at::kCUDA, static_cast<c10::DeviceIndex>(index));
    opened.description = "cuda:" + std::to_string(index) + (name.empty() ? "" : " (" + name + ")");
    return opened;
}

} // namespace

namespace {

Result<ComputeDevice> findDevice(const std::string& specification, int threads)
{
    if (threads < 0)
        return failure(ErrorCode::InvalidArgument, "threads", "a number of threads is 0 (all cores) or more",
                       "0 or more", std::to_string(threads));
    if (specification == "cpu" || (specification == "auto" && cudaDevices() == 0))
        return cpu(threads);
    if (specification == "auto" || specification == "cuda")
        return cuda(specification, 0, threads);
    if (specification.starts_with("cuda:") && specification.size() > 5) {
        int index = -1;
        const char *first = specification.data() + 5, *last = specification.data() + specification.size();
        const auto [end, error] = std::from_chars(first, last, index);
        if (error == std::errc() && end == last && index >= 0)
            return cuda(specification, index, threads);
    }
    return failure(ErrorCode::InvalidArgument, specification, "no such kind of device", "auto, cpu, cuda or cuda:N",
                   specification);
}

} // namespace

std::string_view productPrecisionName(ProductPrecision precision)
{
    switch (precision) {
    case ProductPrecision::TensorFloat32:
        return "tf32";
    case ProductPrecision::BFloat16:
        return "bf16";
    case ProductPrecision::Float32:
        break;
    }
    return "float32";
}

std::optional<ProductPrecision> productPrecisionFromName(std::string_view name)
{
    for (const auto p : { ProductPrecision::Float32, ProductPrecision::TensorFloat32, ProductPrecision::BFloat16 })
        if (productPrecisionName(p) == name)
            return p;
    return std::nullopt;
}

Result<ComputeDevice> openDevice(const std::string& specification, int threads, ProductPrecision precision)
{
    auto found = findDevice(specification, threads);
    if (!found)
        return found;
    if (auto room = requireAddressSpace(found->threads); !room)
        return tl::unexpected(room.error());
    found->precision = precision;
    if (precision == ProductPrecision::TensorFloat32 && !found->device.is_cuda())
        return failure(ErrorCode::InvalidArgument, "precision tf32", "TensorFloat-32 products need a CUDA device",
                       "cuda, or another precision", found->description);
    if (precision == ProductPrecision::BFloat16 && !found->device.is_cpu())
        return failure(ErrorCode::InvalidArgument, "precision bf16", "bfloat16 products are made on the CPU",
                       "cpu, or another precision", found->description);
    found->description += precision == ProductPrecision::Float32
        ? ", float32"
        : ", float32 with products in " + std::string(productPrecisionName(precision));
    return found;
}

void useDevice(const ComputeDevice& device)
{
    at::set_num_threads(device.threads);
    if (device.device.is_cuda()) {
        const bool rounded = device.precision == ProductPrecision::TensorFloat32;
        at::globalContext().setAllowTF32CuBLAS(rounded);
        at::globalContext().setAllowTF32CuDNN(rounded);
    }
}

std::vector<std::string> availableDevices()
{
    std::vector<std::string> devices { "cpu" };
    for (int i = 0; i < cudaDevices(); ++i)
        devices.push_back("cuda:" + std::to_string(i));
    return devices;
}

} // namespace maskscope
