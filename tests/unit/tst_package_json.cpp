// SPDX-License-Identifier: MIT
#include <core/sources/package_json.h>

#include <QtCore/qmap.h>
#include <QtTest/qtest.h>

using namespace prun;

class TestPackageJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parse_data();
    void parse();
    void manyScripts();
    void unknownScript_data();
    void unknownScript();
    void find_data();
    void find();
    void parents_data();
    void parents();
};

static QByteArray shown(const Result<PackageJson> &package)
{
    if (!package)
        return package.error().toString().toUtf8();
    QByteArray text = package->folder + ' ' + package->name + '@' + package->version;
    if (!package->packageManager.isEmpty())
        text += " by " + package->packageManager;
    for (const PackageScript &script : package->scripts)
        text += ' ' + script.name + "=<" + script.body + '>';
    for (const auto &[name, value] : package->variables)
        text += ' ' + name + ":<" + value + '>';
    return text;
}

void TestPackageJson::parse_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *name, const QByteArray &text, const QByteArray &result) {
        QTest::newRow(name) << text << result;
    };
    row("nothing in it", "{}", "/p @");
    row("scripts in order", R"({"scripts":{"z":"1","a":"2 3","m:n":""}})",
        "/p @ z=<1> a=<2 3> m:n=<>");
    row("name and version", R"({"name":"@s/p","version":"1.2.3"})",
        "/p @s/p@1.2.3 npm_package_name:<@s/p> npm_package_version:<1.2.3>");
    row("package manager", R"({"packageManager":"pnpm@9.1.0"})", "/p @ by pnpm@9.1.0");
    row("variables", R"({"config":{"port":8080,"x":{"y":[1,"b"]},"no":false,"nil":null,"yes":true},
                        "bin":"d.js","engines":{"node":">=18"}})",
        "/p @ npm_package_config_port:<8080> npm_package_config_x_y_0:<1> "
        "npm_package_config_x_y_1:<b> npm_package_config_no:<> npm_package_config_nil:<> "
        "npm_package_config_yes:<true> npm_package_engines_node:<>=18> npm_package_bin:<d.js>");
    row("a name that is no string", R"({"name":5})", "/p @ npm_package_name:<5>");
    row("byte order mark", "\xef\xbb\xbf{}", "/p @");
    row("comment", "{ // x\n\"scripts\": {\"a\": \"b\"}}", "/p @ a=<b>");
    row("empty file", "", "/p/package.json:1:1: the file is empty");
    row("no object", "[]", "/p/package.json:1:1: a package.json is an object, not a list");
    row("no JSON", "{\n  scripts: {}\n}",
        "/p/package.json:2:3: a key stands in double quotes in JSON");
    row("trailing comma", "{\"scripts\": {\n  \"a\": \"b\",\n}}",
        "/p/package.json:2:11: there is a comma behind the last entry (JSON does not have it: "
        "take it away)");
    row("scripts twice", "{\"scripts\":{},\n\"scripts\":{}}",
        "/p/package.json:2:1: the key \"scripts\" is there twice (the first is at "
        "/p/package.json:1:2)");
    row("a script twice", "{\"scripts\":{\"a\":\"1\",\n\"a\":\"2\"}}",
        "/p/package.json:2:1: the key \"a\" is there twice (the first is at /p/package.json:1:13)");
    row("a script twice, far apart", R"({"scripts":{"a":"1","b":"2","a":"3"}})",
        "/p/package.json:1:29: the key \"a\" is there twice (the first is at "
        "/p/package.json:1:13)");
    row("what is no script twice",
        R"({"//":"a","//":"b","name":"x","name":"y","dependencies":{"d":1,"d":2}})",
        "/p y@ npm_package_name:<y>");
    row("comments between scripts", R"({"scripts":{"//":"a","a":"1","//":["b"],"b":"2"}})",
        "/p @ a=<1> b=<2>");
    row("scripts are a list", "{\"scripts\":[]}",
        "/p/package.json:1:12: \"scripts\" is a list, not an object");
    row("a script is a number", "{\"scripts\":{\"a\":\n 5}}",
        "/p/package.json:2:2: script \"a\" is a number, not a string");
    row("a script is an object", "{\"scripts\":{\"a\":{}}}",
        "/p/package.json:1:17: script \"a\" is an object, not a string");
    row("a script without a name", "{\"scripts\":{\"\":\"x\"}}",
        "/p/package.json:1:13: a script has no name");
    row("NUL", R"({"scripts":{"a":"x\u0000"}})",
        "/p/package.json:1:17: script \"a\" has a NUL character");
}

void TestPackageJson::parse()
{
    QFETCH(const QByteArray, text);
    QTEST(shown(parsePackageJson(text, "/p/package.json")), "result");
}

/// 5 MB of them: what looks at all for each would not end.
void TestPackageJson::manyScripts()
{
    constexpr int count = 200'000;
    QByteArray text = "{\"scripts\":{\"s\":\"\"";
    for (int i = 0; i < count; ++i)
        text += ",\n\"s" + QByteArray::number(i) + "\": \"echo\"";
    const auto package = parsePackageJson(text + "}}", "/p/package.json");
    QVERIFY(package);
    QCOMPARE(package->scripts.size(), std::size_t(count + 1));
    for (const PackageScript &script : package->scripts)
        QCOMPARE(package->find(script.name)->body, script.body);
    const auto twice = parsePackageJson(text + ",\n\"s7\": \"\"}}", "/p/package.json");
    QVERIFY(!twice);
    QCOMPARE(twice.error().toString().toUtf8(),
             "/p/package.json:200002:1: the key \"s7\" is there twice "
             "(the first is at /p/package.json:9:1)");
}

void TestPackageJson::unknownScript_data()
{
    QTest::addColumn<QByteArray>("scripts");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("result");
    QTest::newRow("near") << QByteArray(R"("build":"","test":"")") << QByteArray("biuld")
                          << QByteArray("p.json:1:12: there is no script \"biuld\" (did you mean "
                                        "\"build\"?)");
    QTest::newRow("far") << QByteArray(R"("build":"","test":"")") << QByteArray("zz")
                         << QByteArray("p.json:1:12: there is no script \"zz\" (there are build, "
                                       "test)");
    QTest::newRow("many") << QByteArray(
        R"("a":"","b":"","c":"","d":"","e":"","f":"","g":"","h":"","i":"","j":"")")
                          << QByteArray("zzzz")
                          << QByteArray("p.json:1:12: there is no script \"zzzz\" (there are a, b, "
                                        "c, d, e, f, g, h and 2 more)");
    QTest::newRow("none") << QByteArray() << QByteArray("a")
                          << QByteArray("p.json:1:12: the package has no scripts");
    QTest::newRow("control characters")
        << QByteArray(R"("b\u001b":"")") << QByteArray("\x1b[31m")
        << QByteArray("p.json:1:12: there is no script \"\\x1b[31m\" (there are b\\x1b)");
}

void TestPackageJson::unknownScript()
{
    QFETCH(const QByteArray, scripts);
    QFETCH(const QByteArray, name);
    const auto package = parsePackageJson("{\"scripts\":{" + scripts + "}}", "p.json");
    QVERIFY(bool(package));
    QTEST(package->unknownScript(name).toString().toUtf8(), "result");
}

void TestPackageJson::find_data()
{
    QTest::addColumn<QByteArray>("folder");
    QTest::addColumn<QByteArray>("result");
    QTest::newRow("there") << QByteArray("/a/b") << QByteArray("/a/b b@ npm_package_name:<b>");
    QTest::newRow("above") << QByteArray("/a/b/c/d") << QByteArray("/a/b b@ npm_package_name:<b>");
    QTest::newRow("slash at the end")
        << QByteArray("/a/b/c/") << QByteArray("/a/b b@ npm_package_name:<b>");
    QTest::newRow("top") << QByteArray("/x") << QByteArray("/ @");
    QTest::newRow("unreadable") << QByteArray("/locked/in") << QByteArray("no: Permission denied");
    QTest::newRow("drive") << QByteArray("C:\\p\\q")
                           << QByteArray("C:\\p win@ npm_package_name:<win>");
    QTest::newRow("nowhere") << QByteArray(
        "D:\\p") << QByteArray("there is no package.json in \"D:\\p\" or a folder above it");
}

void TestPackageJson::find()
{
    const QMap<QByteArray, QByteArray> files{ { "/a/b/package.json", "{\"name\":\"b\"}" },
                                              { "/package.json", "{}" },
                                              { "C:\\p\\package.json", "{\"name\":\"win\"}" } };
    const FileReader read = [&](const QByteArray &path) -> Result<QByteArray> {
        if (path.startsWith("/locked"))
            return Error(Error::Code::Config, QStringLiteral("no"),
                         std::make_error_code(std::errc::permission_denied));
        if (!files.contains(path))
            return Error(Error::Code::Config, QStringLiteral("missing"),
                         std::make_error_code(std::errc::no_such_file_or_directory));
        return files.value(path);
    };
    QFETCH(const QByteArray, folder);
    QTEST(shown(findPackageJson(folder, read)), "result");
}

void TestPackageJson::parents_data()
{
    QTest::addColumn<QByteArray>("folder");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *folder, const char *result) {
        QTest::newRow(folder) << QByteArray(folder) << QByteArray(result);
    };
    row("/a/b", "/a");
    row("/a/b//", "/a");
    row("/a//b", "/a");
    row("/a", "/");
    row("/", nullptr);
    row("", nullptr);
    row("a", nullptr);
    row("C:\\a\\b", "C:\\a");
    row("C:\\a", "C:\\");
    row("C:/a/b", "C:/a");
    row("C:\\", nullptr);
    row("/a\\b/c", "/a\\b");
}

void TestPackageJson::parents()
{
    QFETCH(const QByteArray, folder);
    QFETCH(const QByteArray, result);
    QCOMPARE(parentFolder(folder), result);
    QCOMPARE(parentFolder(folder).isNull(), result.isNull());
}

QTEST_APPLESS_MAIN(TestPackageJson)
#include "tst_package_json.moc"
