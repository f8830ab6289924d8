#include "cli/isolation/black_box.hpp"

#include "checker/recorded_run.hpp"
#include "checker/token.hpp"
#include "heddle.hpp"
#include "tests/catch.hpp"

namespace heddle::cli {

namespace {

using checker::crash_kind;

class last_task final : public scheduler::decider {
 public:
  scheduler::choice pick(const scheduler::scheduling_point& point) override {
    scheduler::task_index last = 0;
    point.enabled().for_each([&](scheduler::task_index task) { last = task; });
    return {last, point.nth_way(last, 0)};
  }
};

}  // namespace

TEST_CASE("black box: what is noted in the middle of an execution replays to that place") {
  black_box box;
  CHECK_FALSE(box.read());
  bool noted = false;
  const std::function<void()> body = [&] {
    atomic<int> x{0, "x"};
    thread other{"other", [&] {
                   x = 1;
                   if (!noted) box.note(crash_kind::abort, 7, &box);
                   noted = true;
                   x = 2;
                 }};
    x = 3;
    other.join();
  };
  last_task last;
  scheduler::controlled_runtime runtime({}, scheduler::numbering::stable);
  runtime.run(checker::main_task(body), last);
  const auto note = box.read();
  REQUIRE(note);
  CHECK(note->what.kind == crash_kind::abort);
  CHECK(note->what.number == 7);
  CHECK(note->instruction == &box);
  REQUIRE(note->execution);
  // The spawn, and the other's first store: main was about to store, too.
  const checker::finished_run cut = note->execution->view();
  REQUIRE(cut.events.size() == 2);
  CHECK(cut.events[1].kind == scheduler::operation_kind::store);
  CHECK(note->execution->task == cut.events[1].task);
  CHECK(cut.created_tasks.size() == 2);
  CHECK(checker::token_of("box", cut).decisions ==
        std::vector<checker::decision>{checker::decision{1, 0}});
}

TEST_CASE("black box: only the first note counts, and can be forgotten") {
  black_box box;
  box.position().runs = 5;
  box.note_exception("boom");
  box.note(crash_kind::terminate, 0, nullptr);
  box.note(crash_kind::abort, 0, nullptr);
  REQUIRE(box.read());
  CHECK(box.read()->what.kind == crash_kind::terminate);
  CHECK(box.read()->what.text == "boom");
  CHECK(box.read()->runs == 5);
  CHECK_FALSE(box.read()->execution);
  box.clear();
  CHECK_FALSE(box.read());
  CHECK(box.position().runs == 0);
}

TEST_CASE("black box: texts without end are cut off") {
  black_box box;
  box.note_exception(std::string(100'000, 'x'));
  box.note(crash_kind::terminate, 0, nullptr);
  CHECK(box.read()->what.text.size() == 400);
}

}  // namespace heddle::cli
