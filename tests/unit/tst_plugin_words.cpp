// SPDX-License-Identifier: MIT
#include <app/plugin_words.h>

#include <QtTest/qtest.h>

using namespace prun;

class TestPluginWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void choice_data();
    void choice();
    void report_data();
    void report();
};

namespace {

QByteArray show(const PluginChoice &choice)
{
    QString text = choice.id;
    for (auto option = choice.options.begin(); option != choice.options.end(); ++option)
        text += QStringLiteral(" %1=<%2>").arg(option.key(), option.value());
    return text.toUtf8();
}

} // namespace

void TestPluginWords::choice_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *text, const QByteArray &result) {
        QTest::newRow(text) << QByteArray(text) << result;
    };
    row("jsonl", "jsonl");
    row("my-own_2.x", "my-own_2.x");
    row("group:order=finish", "group order=<finish>");
    row("x:b=2,a=1", "x a=<1> b=<2>");
    row("x:a=", "x a=<>");
    row("x:a=,b=", "x a=<> b=<>");
    row("x:a=b=c", "x a=<b=c>");
    row("x:a=b:c d", "x a=<b:c d>");
    row("x:a=\"b,c\",d='e,\"f'", "x a=<b,c> d=<e,\"f>");
    row("x:a=\"say \\\"hi\\\" \\\\ \\n\"", "x a=<say \"hi\" \\ \\n>");
    row("x:a=b\\,c,d=e", "x a=<b,c> d=<e>");
    row("x:a=C:\\dir\\", "x a=<C:\\dir\\>");
    row("x:a=it's", "x a=<it's>");
    row("x:a=''", "x a=<>");
    row("x:a=\xc3\xa9", "x a=<\xc3\xa9>");
    const QByteArray hint = " (write ID or ID:KEY=VALUE,KEY=VALUE)";
    row("", "the identifier of the plugin is missing" + hint);
    row(":a=b", "the identifier of the plugin is missing" + hint);
    row("a b", "\" \" cannot be part of the identifier of a plugin" + hint);
    row("../x", "\"/\" cannot be part of the identifier of a plugin" + hint);
    row("x=y", "\"=\" cannot be part of the identifier of a plugin" + hint);
    row("x:", "the name of an option is missing" + hint);
    row("x:a", "option \"a\" has no value" + hint);
    row("x:a=1,", "the name of an option is missing" + hint);
    row("x:a=1,b", "option \"b\" has no value" + hint);
    row("x:=1", "the name of an option is missing" + hint);
    row("x:a=1,a=2", "option \"a\" is given twice" + hint);
    row("x:a=\"b", "a quote is never closed" + hint);
    row("x:a='b\\'", "x a=<b\\>");
    row("x:a='b'c", "text after the closing quote: \"c\"" + hint);
}

void TestPluginWords::choice()
{
    QFETCH(const QByteArray, text);
    const auto parsed = parsePluginChoice(text);
    QTEST(parsed ? show(*parsed) : parsed.error().toString().toUtf8(), "result");
}

void TestPluginWords::report_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("result"); // choice -> file
    const auto row = [](const char *text, const QByteArray &result) {
        QTest::newRow(text) << QByteArray(text) << result;
    };
    row("jsonl=run.jsonl", "jsonl -> run.jsonl");
    row("jsonl=a=b,c:d", "jsonl -> a=b,c:d");
    row("x:a=1=out", "x a=<1> -> out");
    row("x:a=1,b=2=out,1", "x a=<1> b=<2> -> out,1");
    row("x:a=\"1=2,3\"=out", "x a=<1=2,3> -> out");
    row("x:a==out", "x a=<> -> out");
    row("jsonl=\xff", "jsonl -> \xff");
    const QByteArray hint = " (write ID=FILE or ID:KEY=VALUE,KEY=VALUE=FILE)";
    row("jsonl", "there is no file to write to" + hint);
    row("jsonl=", "there is no file to write to" + hint);
    row("x:a=1", "there is no file to write to" + hint);
    row("=out", "the identifier of the plugin is missing" + hint);
    row("x:a='1'out", "text after the closing quote: \"out\"" + hint);
}

void TestPluginWords::report()
{
    QFETCH(const QByteArray, text);
    const auto parsed = parseReportChoice(text);
    QTEST(parsed ? show(parsed->formatter) + " -> " + parsed->file
                 : parsed.error().toString().toUtf8(),
          "result");
}

QTEST_APPLESS_MAIN(TestPluginWords)
#include "tst_plugin_words.moc"
