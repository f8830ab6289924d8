// Why there is a GIL, in the words of the tutorial: it keeps reference counts right. With it no
// count is lost. Without it a lost decrement leaks the object, and a lost increment frees it while
// somebody still uses it.

#include "checker/model.hpp"
#include "models/python/counted_object.hpp"
#include "models/python/interpreter.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/observe.hpp"

namespace heddle::models {
namespace {

using python::switching;

/// Two threads refer to an object, and nobody else: when both have let go, it is freed.
void both_let_go(switching how) {
  python::interpreter interpreter{how};
  python::counted_object object{interpreter, 2};
  const auto let_go = [&] { object.decrease(); };
  python::thread t1{interpreter, "t1", let_go};
  python::thread t2{interpreter, "t2", let_go};
  t1.join();
  t2.join();
  const bool freed = object.freed();
  observe("references", object.references());
  observe("freed", freed);
  check(freed, "an object nobody refers to is freed");
}

/// The main program refers to an object. Two threads put it into a list, too, and then the list
/// goes: the object stays.
void both_refer(switching how) {
  python::interpreter interpreter{how};
  python::counted_object object{interpreter, 1};
  const auto append = [&] { object.increase(); };
  python::thread t1{interpreter, "t1", append};
  python::thread t2{interpreter, "t2", append};
  t1.join();
  t2.join();
  for (int item = 0; item < 2; ++item) object.decrease();
  const bool freed = object.freed();
  observe("references", object.references());
  observe("freed", freed);
  check(!freed, "an object somebody refers to is not freed");
}

const model let_go_registration{{.name = "tutorial.gil.reference_count.decrement",
                                 .summary = "with the GIL no decrement is lost",
                                 .body = [] { both_let_go(switching::between_bytecodes); }}};
const model refer_registration{{.name = "tutorial.gil.reference_count.increment",
                                .summary = "with the GIL no increment is lost",
                                .body = [] { both_refer(switching::between_bytecodes); }}};
const model leak_registration{
    {.name = "tutorial.gil.reference_count.lost_decrement",
     .summary = "without a GIL a lost decrement leaks the object",
     .body = [] { both_let_go(switching::any_moment); },
     .expect = {finding_kind::data_race,
                {finding_kind::invariant, "an object nobody refers to is freed"}}}};
const model early_registration{
    {.name = "tutorial.gil.reference_count.lost_increment",
     .summary = "without a GIL a lost increment frees the object too early",
     .body = [] { both_refer(switching::any_moment); },
     .expect = {finding_kind::data_race,
                {finding_kind::invariant, "an object somebody refers to is not freed"}}}};

}  // namespace
}  // namespace heddle::models
