// SPDX-License-Identifier: MIT
#pragma once

#include <core/output/backlog.h>

#include <platform/scratch_file.h>

namespace prun {

/// Keeps what does not fit into memory in one temporary file, which is made when it is first
/// needed and has no name.
class SpillFile final : public BacklogStore
{
public:
    Result<qint64> append(QByteArrayView bytes) override;
    Result<QByteArray> read(qint64 offset, qsizetype size) override;
    void clear() override;

private:
    ScratchFile m_file;
    qint64 m_size = 0;
};

} // namespace prun
