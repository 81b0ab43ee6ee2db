// SPDX-FileCopyrightText: 2026 The Maskscope developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Torch-free on purpose: nvcc does not compile ATen's headers in C++20.
#include "model/layers/kernels/convolution_cuda.h"

#include <cuda_runtime.h>

namespace maskscope::device {

namespace {

template <int Taps>
__global__ void __launch_bounds__(kConvolutionThreads) convolutionKernel(const ConvolutionArguments arguments)
{
    convolutionThread<Taps>(arguments, static_cast<int>(blockIdx.x), static_cast<int>(blockIdx.y),
                            static_cast<int>(blockIdx.z), static_cast<int>(threadIdx.x));
}

} // namespace

const char* launchConvolution(const ConvolutionArguments& arguments, CUstream_st* stream)
{
    if (arguments.sequenceCount == 0 || arguments.mostTokens == 0)
        return nullptr;
    const Grid grid = convolutionGrid(arguments);
    const bool fits = withConvolutionTaps(arguments.taps, [&](auto width) {
        convolutionKernel<decltype(width)::value>
            <<<dim3(grid.sequences, grid.tiles, grid.chunks), grid.threads, 0, stream>>>(arguments);
    });
    if (!fits)
        return "more taps than the kernel's registers hold";
    const cudaError_t error = cudaGetLastError();
    return error == cudaSuccess ? nullptr : cudaGetErrorString(error);
}

} // namespace maskscope::device
