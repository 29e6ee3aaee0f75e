// SPDX-License-Identifier: MIT
#pragma once

#include <prun/formatter.h>

namespace prun {

/// Every event with all its fields, as docs/jsonl.md describes them.
class JsonlFormatter final : public Formatter
{
public:
    void consume(const Event &event, Output &out) override;
};

} // namespace prun
