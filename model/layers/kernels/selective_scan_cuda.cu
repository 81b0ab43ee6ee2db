// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Torch-free on purpose: nvcc does not compile ATen's headers in C++20.
#include "model/layers/kernels/selective_scan_cuda.h"

#include <cuda_runtime.h>

namespace maskscope::device {

namespace {

template <int States>
__global__ void __launch_bounds__(kScanThreads) selectiveScanKernel(const ScanArguments arguments)
{
    __shared__ typename ScanThread<States>::Codes codes;
    ScanThread<States> thread(arguments, static_cast<int>(blockIdx.x), static_cast<int>(blockIdx.y),
                              static_cast<int>(threadIdx.x));
    for (int first = 0; first < thread.rows.tokens; first += kScanSteps) { // the same for the whole block
        thread.stage(codes, first);
        __syncthreads();
        thread.advance(codes, first);
        __syncthreads();
    }
}

} // namespace

const char* launchSelectiveScan(const ScanArguments& arguments, CUstream_st* stream)
{
    if (arguments.sequenceCount == 0)
        return nullptr;
    const Grid grid = scanGrid(arguments);
    const bool fits = withScanStates(arguments.states, [&](auto width) {
        selectiveScanKernel<decltype(width)::value>
            <<<dim3(grid.sequences, grid.tiles), grid.threads, 0, stream>>>(arguments);
    });
    if (!fits)
        return "more states than the kernel's registers hold";
    const cudaError_t error = cudaGetLastError();
    return error == cudaSuccess ? nullptr : cudaGetErrorString(error);
}

} // namespace maskscope::device
