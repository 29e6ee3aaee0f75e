// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qglobal.h>

#include <memory>
#include <vector>

QT_FORWARD_DECLARE_CLASS(QProcess)

namespace prun {

/// One start, in the raw form that the operating system takes. All pointers belong to the caller.
struct ChildLaunch
{
    const char *program = nullptr;
    const char *const *arguments = nullptr; ///< ends with a null pointer; the first is the name
    const char *const *environment = nullptr; ///< `NAME=value`, ends with a null pointer
    /// Windows: what stands behind the name of the program, verbatim; null: `arguments`, quoted.
    const char *nativeArguments = nullptr;
    const char *workingDirectory = nullptr; ///< null: that of prun
    int input = -1; ///< becomes standard input; -1: inherited
    int output = -1;
    int error = -1;
    bool ownGroup = true; ///< false: stays in the process group of prun
};

/// Why a process could not be started.
struct LaunchProblem
{
    enum class Step : quint8 {
        None,
        Resources, ///< no process, descriptor or memory left
        Orphaned, ///< prun died meanwhile
        Group,
        Streams,
        Folder, ///< the working folder
        Program,
    };
    Step step = Step::None;
    int error = 0; ///< an errno value, on every system
    /// Windows: its own number, where `error` is EINVAL or EAGAIN for want of a better one; else 0.
    quint32 systemError = 0;
};

/// Starts programs through QProcess, but says itself what happens between the birth of the process
/// and its program: QProcess would recode the arguments, search PATH and hide the reason of a
/// failure. The child gets a process group of its own, the signal handling and limits that prun was
/// started with, no descriptor beyond the standard three and those to keep, and dies when prun
/// dies. Main thread only: the death of the starting thread would end the child too.
class ChildLauncher
{
public:
    /// Descriptors of `keep` stay open in every child: those of a make jobserver.
    explicit ChildLauncher(std::vector<int> keep = {});
    ~ChildLauncher();
    Q_DISABLE_COPY_MOVE(ChildLauncher)

    /// Once per QProcess, before its first start.
    void adopt(QProcess &process);
    /// Returns when the program runs or has failed to start. QProcess tells the failure with
    /// errorOccurred() from inside this call; its error text is not to be trusted.
    LaunchProblem start(QProcess &process, const ChildLaunch &launch);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

/// The descriptors of the make jobserver that MAKEFLAGS names, empty if it names none.
std::vector<int> jobserverDescriptors(const char *makeflags);

} // namespace prun
