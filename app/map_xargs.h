// SPDX-License-Identifier: MIT
#pragma once

#include <app/map_call.h>
#include <app/run_request.h>
#include <app/task_feed.h>

namespace prun {

/// What comes of the arguments of `prun map --dialect xargs`: the policies of the run, and where
/// its tasks come from.
struct XargsCall
{
    RunRequest request;
    std::unique_ptr<TaskSource> tasks;
};
Result<XargsCall> makeXargsCall(const ParsedArguments &parsed, const OpenBytes &open);

} // namespace prun
