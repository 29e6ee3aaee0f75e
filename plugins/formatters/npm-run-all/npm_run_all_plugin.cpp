// SPDX-License-Identifier: MIT
#include "npm_run_all_formatter.h"

#include <QtCore/qobject.h>

namespace prun {

class NpmRunAllPlugin final : public QObject, public FormatterPlugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID PRUN_FORMATTER_IID FILE "npm-run-all.json")
    Q_INTERFACES(prun::FormatterPlugin)

public:
    Result<std::unique_ptr<Formatter>> create(const FormatterContext &context) override
    {
        return NpmRunAllFormatter::create(context);
    }
};

} // namespace prun

#include "npm_run_all_plugin.moc"
