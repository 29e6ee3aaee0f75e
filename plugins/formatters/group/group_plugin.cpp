// SPDX-License-Identifier: MIT
#include "common/labelled_formatter.h"

#include <prun/formatter.h>

#include <QtCore/qobject.h>

namespace prun {

/// prun brings the events into the order that was asked for; the lines are those of `prefix`.
class GroupPlugin final : public QObject, public FormatterPlugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID PRUN_FORMATTER_IID FILE "group.json")
    Q_INTERFACES(prun::FormatterPlugin)

public:
    Result<std::unique_ptr<Formatter>> create(const FormatterContext &context) override
    {
        const QString order =
            context.options.value(QStringLiteral("order"), QStringLiteral("index"));
        if (order != QLatin1String("index") && order != QLatin1String("finish"))
            return Error(Error::Code::Plugin, QStringLiteral("unknown order \"%1\"").arg(order))
                .in(QStringLiteral("formatter group"))
                .hint(QStringLiteral("index or finish"));
        return LabelledFormatter::create(context, LabelledFormatter::Order::Grouped);
    }
};

} // namespace prun

#include "group_plugin.moc"
