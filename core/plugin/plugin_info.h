// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qmap.h>
#include <QtCore/qstring.h>

namespace prun {

enum class PluginKind : quint8 { Unknown, Formatter, Hook };

/// The word for it in descriptions and messages; also the name of the folder, with an s.
QString nameOf(PluginKind kind);

/// In which order a formatter wants to see output.
enum class OutputOrder : quint8 {
    Live, ///< as it comes
    Index, ///< command after command, as on the command line
    Finish, ///< command after command, as they end
    FinishOut, ///< the same, but standard error as it comes
};

/// What is known of a plugin without loading it.
struct PluginInfo
{
    enum class Origin : quint8 {
        BuiltIn, ///< part of the program
        Own, ///< from the folder that belongs to the program
        Foreign, ///< from anywhere else: tried in a process of its own before it is loaded
    };

    PluginKind kind = PluginKind::Unknown;
    Origin origin = Origin::Foreign;
    OutputOrder order = OutputOrder::Live;
    QString id; ///< if the file tells none: its name without the ending
    QString summary;
    QMap<QString, QString> options; ///< key to what it does
    QString file; ///< absolute, without symbolic links; empty if built in
    /// Why it is not to be had: refused, or hidden by another one of that name. Empty: it is.
    QString problem;

    bool usable() const { return problem.isEmpty(); }
    QString interfaceId() const; ///< what its kind needs; null if Unknown
};

} // namespace prun
