// SPDX-License-Identifier: MIT
#include "jobs_formatter.h"

#include <QtCore/qobject.h>

namespace prun {

class JobsPlugin final : public QObject, public FormatterPlugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID PRUN_FORMATTER_IID FILE "jobs.json")
    Q_INTERFACES(prun::FormatterPlugin)

public:
    Result<std::unique_ptr<Formatter>> create(const FormatterContext &context) override
    {
        return JobsFormatter::create(context);
    }
};

} // namespace prun

#include "jobs_plugin.moc"
