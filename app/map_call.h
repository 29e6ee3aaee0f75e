// SPDX-License-Identifier: MIT
#pragma once

#include <app/option_parser.h>

#include <core/sources/map_inputs.h>

#include <functional>
#include <memory>

namespace prun {

/// How the bytes of a file are got; `-` is standard input.
using OpenBytes = std::function<Result<std::unique_ptr<ByteSource>>(const QByteArray &path)>;

/// What a call of `prun map` says about its values: `command ::: values :::: files`, and -a FILE.
struct MapCall
{
    /// A source of values as it was asked for.
    struct Words
    {
        bool files = false;
        bool linked = false;
        QByteArrayList words;
    };
    QByteArrayList command;
    std::vector<Words> sources;
};

MapCall takeMapCallApart(const ParsedArguments &parsed);

/// The records that the call asks for.
Result<MapRecords> openRecords(const MapCall &call, const OptionValues &options,
                               const OpenBytes &open);

} // namespace prun
