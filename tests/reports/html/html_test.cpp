#include "reports/html/html.hpp"

#include <regex>
#include <string>

#include <nlohmann/json.hpp>

#include "checker/check.hpp"
#include "checker/model.hpp"
#include "checker/strategy.hpp"
#include "reports/html/escape.hpp"
#include "reports/html/page_view.hpp"
#include "reports/json/json.hpp"
#include "tests/catch.hpp"
#include "tests/reports/written_deadlocks.hpp"
#include "tests/reports/written_endless.hpp"
#include "tests/reports/written_results.hpp"

namespace heddle::reports::test {
namespace {

std::string page_of(const checker::result& from, const source_texts& sources = {}) {
  return html_report(from, {.command = "heddle", .sources = sources, .tree = nullptr});
}

bool has(const std::string& page, const std::string& part) {
  return page.find(part) != std::string::npos;
}

std::size_t count_of(const std::string& page, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = page.find(part); at != std::string::npos; at = page.find(part, at + 1))
    ++count;
  return count;
}

/// The content of the element that begins with `opening`, up to `closing`.
std::string content_of(const std::string& page, const std::string& opening,
                       const std::string& closing) {
  const std::size_t found = page.find(opening);
  REQUIRE(found != std::string::npos);
  const std::size_t begin = found + opening.size();
  const std::size_t end = page.find(closing, begin);
  REQUIRE(end != std::string::npos);
  return page.substr(begin, end - begin);
}

std::string json_of(const std::string& page, const std::string& identity) {
  return content_of(page, "<script type=\"application/json\" id=\"" + identity + "\">",
                    "</script>");
}

/// Names that would be markup if they were not escaped, in all places that names have.
checker::result hostile_names(checker::result from) {
  const std::string attack = "</script><img src=x onerror=alert(1)>\"'&";
  for (checker::finding& found : from.findings) {
    found.message += attack;
    for (auto& task : found.execution.tasks) task.name += attack;
    for (auto& object : found.execution.objects) {
      object.name += attack;
      object.initial += attack;
    }
    for (auto& step : found.execution.steps) {
      step.text += attack;
      step.after += attack;
      step.where.file += attack;
      if (step.preempts) step.preempted += attack;
    }
  }
  return from;
}

/// Two tasks that take turns at writing, `steps` times in all.
checker::result long_execution(std::size_t steps) {
  checker::result result = nothing_found("long", checker::coverage_kind::complete, 1);
  written_execution execution{"long.cpp"};
  const int one = execution.task("one");
  const int two = execution.task("two");
  const int count = execution.object("count", scheduler::object_kind::variable, "0");
  for (std::size_t step = 1; step <= steps; ++step)
    execution.write(step % 2 == 0 ? two : one, count, std::to_string(step), 7);
  checker::finding found;
  found.message = "too many";
  found.execution = std::move(execution.told);
  result.findings.push_back(std::move(found));
  return result;
}

checker::result result_of_model(const model& subject) {
  checker::strategy_options options;
  const auto strategy = checker::make_strategy("dpor", options);
  checker::check_options check;
  check.execution = checker::effective_options(subject);
  return checker::check(subject, *strategy, check);
}

}  // namespace

TEST_CASE("page: nothing is let in but its own style and script") {
  const std::string page = page_of(lock_order_deadlock());
  const std::string policy = content_of(page, "Content-Security-Policy\" content=\"", "\"");
  CHECK(policy == "default-src 'none'; style-src " +
                      policy_hash(content_of(page, "<style>", "</style>")) + "; script-src " +
                      policy_hash(content_of(page, "<script>", "</script>")) +
                      "; base-uri 'none'; form-action 'none'");
  CHECK_FALSE(has(page, " style=\""));
  CHECK_FALSE(has(page, " onclick="));
  CHECK_FALSE(has(page, "href=\"http"));
  CHECK_FALSE(has(page, " src="));
}

TEST_CASE("page: a policy names a text by its SHA-256 in base64") {
  // `printf abc | openssl dgst -sha256 -binary | base64`; the same for nothing and for the
  // second example of FIPS 180-4.
  CHECK(policy_hash("abc") == "'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='");
  CHECK(policy_hash("") == "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
  CHECK(policy_hash("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "'sha256-JI1qYdIGOLjlwCaTDD5gOaM85Flk/yFn9uzt1BnbBsE='");
}

TEST_CASE("page: every pane is there") {
  const std::string page = page_of(lock_order_deadlock());
  for (const std::string pane : {"why", "lanes", "graph", "state", "sources", "commands"})
    CHECK(count_of(page, "<section class=\"pane " + pane + "\" id=\"" + pane + "-1\"") == 1);
  CHECK(has(page, "id=\"search\""));
  CHECK(has(page, "id=\"download\""));
  CHECK(has(page, "class=\"bar\""));
  CHECK(count_of(page, "<li class=\"card holding\">") == 4);
  CHECK(has(page, "heddle replay " + lock_order_deadlock().findings.front().token));
}

TEST_CASE("page: it carries the JSON report, without how long the search took") {
  for (checker::result from : {lock_order_deadlock(), overdraw(), several_findings(), sampled()}) {
    from.seconds = 12.5;
    const auto carried = nlohmann::json::parse(json_of(page_of(from), "report"));
    from.seconds = 0;
    CHECK(carried == nlohmann::json::parse(results_json({&from, 1})));
  }
}

TEST_CASE("page: the same result gives the same bytes, however long it took") {
  checker::result first = overdraw();
  checker::result second = overdraw();
  second.seconds = first.seconds + 1;
  CHECK(page_of(first) == page_of(second));
}

TEST_CASE("page: names and texts never become markup") {
  for (const checker::result& from : {overdraw(), lock_order_deadlock(), unlocked_read(),
                                      several_findings(), missed_notification()}) {
    const std::string calm = page_of(from);
    const std::string page = page_of(hostile_names(from));
    CHECK(count_of(page, "<script") == count_of(calm, "<script"));
    CHECK(count_of(page, "</script") == count_of(calm, "</script"));
    CHECK(count_of(page, "<img") == 0);
    CHECK(has(page, "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;"));
    CHECK_NOTHROW(nlohmann::json::parse(json_of(page, "report")));
    CHECK_NOTHROW(nlohmann::json::parse(json_of(page, "stepping")));
    CHECK(json_of(page, "stepping").find('<') == std::string::npos);
  }
}

TEST_CASE("page: what is known of all sorts of findings can be told") {
  for (const checker::result& from :
       {lost_update(), stolen_wakeup(), overdraw_by_four(), long_names(), twelve_tasks(),
        five_hundred_steps(), relock(), abandoned_lock(), too_few_notifications(),
        stolen_notification(), crossed_semaphores(), join_under_lock(), together_under_lock()}) {
    const std::string page = page_of(from);
    CHECK(count_of(page, "<section class=\"view\"") == from.findings.size());
    CHECK(nlohmann::json::parse(json_of(page, "stepping")).size() == from.findings.size());
  }
}

TEST_CASE("page: states and tasks are told as they change") {
  const checker::result from = lock_order_deadlock();
  const auto stepping = nlohmann::json::parse(json_of(page_of(from), "stepping")).at(0);
  const auto& told = from.findings.front().execution;
  REQUIRE(stepping.at("steps").size() == told.steps.size() + 1);
  std::vector<std::string> states;
  for (const auto& object : told.objects) states.push_back(object.initial);
  for (std::size_t place = 0; place < stepping.at("steps").size(); ++place) {
    const auto& step = stepping.at("steps").at(place);
    CHECK(step.at("step") == place);
    if (place == 0) continue;
    const auto& done = told.steps[place - 1];
    const bool changes = done.object != scheduler::execution::none &&
                         states[static_cast<std::size_t>(done.object)] != done.after;
    REQUIRE(step.at("objects").size() == (changes ? 1 : 0));
    if (!changes) continue;
    CHECK(step.at("objects").at(0).at(0) == done.object);
    CHECK(step.at("objects").at(0).at(1) == done.after);
    states[static_cast<std::size_t>(done.object)] = done.after;
  }
}

TEST_CASE("page: sources are shown around the lines that count, and missed without an error") {
  const checker::result from = overdraw();
  const std::string file = from.findings.front().execution.steps.front().where.file;
  CHECK(has(page_of(from), "was not at hand"));
  std::vector<std::string> lines(100, "  plain();");
  const auto line = from.findings.front().execution.steps.front().where.line;
  REQUIRE(line <= lines.size());
  lines[line - 1] = "\tif (a < b && \"quoted\") {";
  const std::string page = page_of(from, {{file, lines}});
  CHECK_FALSE(has(page, "was not at hand"));
  CHECK(has(page, "if (a &lt; b &amp;&amp; &quot;quoted&quot;) {</code>"));
  CHECK_FALSE(has(page, "data-line=\"99\""));
  // A file that has become shorter than it was.
  CHECK_NOTHROW(page_of(from, {{file, {"one line"}}}));
  CHECK_NOTHROW(page_of(from, {{file, {}}}));
}

TEST_CASE("page: of a long execution the first, the last and what matters is shown, and said so") {
  checker::result from = long_execution(100'000);
  from.findings.front().cone.steps = {50'000};
  const page_view view{&from.findings.front().execution, &from.findings.front(), 1};
  const std::vector<std::uint32_t> shown = steps_shown(view);
  // The first 100, the last 300, and step 50 000 with two around it on each side.
  CHECK(shown.size() == 100 + 300 + 5);
  CHECK(shown.front() == 1);
  CHECK(shown.back() == 100'000);
  const std::string page = page_of(from);
  CHECK(has(page, "This execution has 100000 steps. The page goes through 405 of them"));
  CHECK(page.size() < 1'500'000);
}

TEST_CASE("page: one of an execution of a thousand steps has them all") {
  const std::string page = page_of(long_execution(1000));
  CHECK(nlohmann::json::parse(json_of(page, "stepping")).at(0).at("steps").size() == 1001);
}

TEST_CASE("page: the tutorial's are small") {
  for (const model* one : checker::registered_models()) {
    // Those with a strategy of their own are too large for every trace.
    if (!one->name().starts_with("tutorial.") || one->options().strategy) continue;
    const checker::result found = result_of_model(*one);
    std::string page = page_of(found);
    INFO(one->name());
    // Sources and the tree of executions come on top.
    CHECK(page.size() < 140'000);
  }
}

TEST_CASE("page: an index leads to each finding") {
  const checker::result first = hostile_names(overdraw());
  const checker::result second = nothing_found("calm", checker::coverage_kind::complete, 3);
  const std::vector<index_entry> entries{{&first, "overdraw.html"}, {&second, ""}};
  const std::string page = html_index(entries);
  CHECK(has(page, "script-src 'none'"));
  CHECK(has(page, "href=\"overdraw.html#finding=1\""));
  CHECK(has(page, "calm"));
  CHECK(count_of(page, "<script") == 0);
  CHECK(count_of(page, "<img") == 0);
  CHECK(has(html_index({}), "0 models"));
}

}  // namespace heddle::reports::test
