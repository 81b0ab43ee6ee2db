// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/layers/fused_cuda.h"

#include <algorithm>
#include <vector>

#include <ATen/ops/from_blob.h>
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>
#include <c10/util/Exception.h>
#include <cuda_runtime_api.h>

#include "model/layers/kernels/convolution_cuda.h"
#include "model/layers/kernels/dual_scan_cuda.h"
#include "model/layers/kernels/selective_scan_cuda.h"

namespace maskscope::fused {

namespace {

/// A batch's layout on the device. The copy leaves through pinned memory, so that it neither waits for the stream nor
/// outlives its source (the caching host allocator keeps a block until the copy has been made).
class DeviceLayout {
public:
    DeviceLayout(const RowLayout& layout, const at::Device& device)
        : m_count(static_cast<int>(layout.sequences.size()))
    {
        std::vector<device::Span> spans;
        spans.reserve(layout.sequences.size());
        for (const auto& s : layout.sequences) {
            spans.push_back({ s.first, s.tokens });
            m_mostTokens = std::max(m_mostTokens, s.tokens);
        }
        const auto bytes = static_cast<std::int64_t>(spans.size() * sizeof(device::Span));
        m_bytes = at::from_blob(spans.data(), { bytes }, at::TensorOptions().dtype(at::kByte))
                      .pin_memory()
                      .to(device, /*non_blocking=*/true);
    }
    [[nodiscard]] const device::Span* spans() const
    {
        return static_cast<const device::Span*>(static_cast<const void*>(m_bytes.data_ptr()));
    }
    [[nodiscard]] int count() const { return m_count; }
    [[nodiscard]] int mostTokens() const { return m_mostTokens; }

private:
    int m_count, m_mostTokens = 0;
    at::Tensor m_bytes;
};

float* at0(const at::Tensor& tensor) { return tensor.data_ptr<float>(); }

void check(const char* error, const char* kernel)
{
    TORCH_CHECK(error == nullptr, "CUDA error in ", kernel, ": ", error == nullptr ? "" : error);
}

} // namespace

bool convolution(const at::Tensor& weight, const at::Tensor& bias, const at::Tensor& x, at::Tensor& out,
                 const RowLayout& layout)
{
    if (!x.is_cuda() || weight.size(0) > device::kConvolutionMostTaps)
        return false;
    const c10::cuda::CUDAGuard guard(x.device());
    const DeviceLayout on(layout, x.device());
    const device::ConvolutionArguments arguments { on.spans(),
                                                   on.count(),
                                                   on.mostTokens(),
                                                   static_cast<int>(weight.size(1)),
                                                   static_cast<int>(weight.size(0)),
                                                   at0(weight),
                                                   at0(bias),
                                                   at0(x),
                                                   x.stride(0),
                                                   at0(out),
                                                   out.stride(0) };
    check(device::launchConvolution(arguments, c10::cuda::getCurrentCUDAStream()), "the convolution");
    return true;
}

bool selectiveScan(const ScanWeights& weights, SelectiveScan::Rows& rows, const RowLayout& layout)
{
    if (!rows.step.is_cuda() || weights.decay.size(0) > device::kScanMostStates)
        return false;
    const c10::cuda::CUDAGuard guard(rows.step.device());
    const DeviceLayout on(layout, rows.step.device());
    const device::ScanArguments arguments { on.spans(),
                                            on.count(),
                                            static_cast<int>(weights.decay.size(1)),
                                            static_cast<int>(weights.decay.size(0)),
                                            at0(weights.decay),
                                            at0(weights.skip),
                                            at0(weights.stepBias),
                                            at0(rows.input),
                                            rows.input.stride(0),
                                            at0(rows.gate),
                                            rows.gate.stride(0),
                                            at0(rows.inputCode),
                                            at0(rows.outputCode),
                                            rows.inputCode.stride(0),
                                            at0(rows.step),
                                            rows.step.stride(0) };
    check(device::launchSelectiveScan(arguments, c10::cuda::getCurrentCUDAStream()), "the selective scan");
    return true;
}

bool dualScan(const DualScanWeights& weights, DualScan::Rows& rows, const RowLayout& layout)
{
    const auto& p = weights.sizes;
    if (!rows.input.is_cuda() || p.states > device::kDualMostStates)
        return false;
    const c10::cuda::CUDAGuard guard(rows.input.device());
    const DeviceLayout on(layout, rows.input.device());
    const device::DualScanArguments arguments { on.spans(),
                                                on.count(),
                                                p.heads,
                                                p.headWidth,
                                                p.states,
                                                p.groups,
                                                at0(weights.decay),
                                                at0(weights.stepBias),
                                                at0(weights.skip),
                                                at0(rows.input),
                                                at0(rows.inputCode),
                                                at0(rows.outputCode),
                                                rows.input.stride(0),
                                                at0(rows.gate),
                                                rows.gate.stride(0),
                                                at0(rows.step),
                                                rows.step.stride(0) };
    check(device::launchDualScan(arguments, c10::cuda::getCurrentCUDAStream()), "the dual scan");
    return true;
}

std::optional<std::int64_t> freeMemory(const at::Device& device)
{
    if (!device.is_cuda())
        return std::nullopt;
    const c10::cuda::CUDAGuard guard(device);
    c10::cuda::CUDACachingAllocator::emptyCache(); // what Torch keeps for later counts as free
    std::size_t free = 0, total = 0;
    if (cudaMemGetInfo(&free, &total) != cudaSuccess)
        return std::nullopt;
    return static_cast<std::int64_t>(free);
}

} // namespace maskscope::fused
