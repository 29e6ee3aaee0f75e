// SPDX-License-Identifier: MIT
#include <platform/input_source.h>

#include <QtCore/qsocketnotifier.h>

#include <array>

#include <cerrno>
#include <unistd.h>

namespace prun {

class InputSource::Private
{
public:
    Private(std::function<void(QByteArrayView)> data, std::function<void(std::error_code)> ended,
            int descriptor)
        : m_data(std::move(data)),
          m_ended(std::move(ended)),
          m_descriptor(descriptor),
          m_notifier(descriptor, QSocketNotifier::Read)
    {
        QObject::connect(&m_notifier, &QSocketNotifier::activated, [this] { read(); });
    }
    void pause(bool pause) { m_notifier.setEnabled(!pause && !m_atEnd); }

private:
    void read()
    {
        std::array<char, 16384> buffer;
        const ssize_t got = ::read(m_descriptor, buffer.data(), buffer.size());
        if (got > 0) {
            m_data(QByteArrayView(buffer.data(), got));
        } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
            const std::error_code reason(got == 0 ? 0 : errno, std::generic_category());
            m_atEnd = true;
            m_notifier.setEnabled(false);
            m_ended(reason);
        }
    }

    std::function<void(QByteArrayView)> m_data;
    std::function<void(std::error_code)> m_ended;
    int m_descriptor;
    QSocketNotifier m_notifier;
    bool m_atEnd = false;
};

InputSource::InputSource(std::function<void(QByteArrayView)> data,
                         std::function<void(std::error_code)> ended, int descriptor)
    : d(std::make_unique<Private>(std::move(data), std::move(ended), descriptor))
{ }

InputSource::~InputSource() = default;

void InputSource::pause(bool pause)
{
    d->pause(pause);
}

} // namespace prun
