// Names, values and messages that try to be more than text, wherever a page shows them.

#include <string>

#include "checker/model.hpp"
#include "scheduler/primitives/check.hpp"
#include "scheduler/primitives/locks.hpp"
#include "scheduler/primitives/mutex.hpp"
#include "scheduler/primitives/observe.hpp"
#include "scheduler/primitives/thread.hpp"
#include "scheduler/primitives/var.hpp"

namespace {

constexpr const char* attack = "</script><img src=x onerror=\"document.title='taken'\">";

void hostile() {
  heddle::mutex first{"<svg onload=\"document.title='taken'\">"};
  heddle::mutex second{"</style></title>&lt;b&gt;\"'`${1}"};
  heddle::var<int> balance{1, "]]><!--<script>document.title='taken'</script>"};
  heddle::thread one{attack, [&] {
                       const heddle::lock_guard outer{first};
                       balance = 2;
                       const heddle::lock_guard inner{second};
                     }};
  heddle::thread two{"two\n\x01\u202e</textarea>", [&] {
                       const heddle::lock_guard outer{second};
                       heddle::note("<img src=x onerror=\"document.title='taken'\">");
                       const heddle::lock_guard inner{first};
                     }};
  one.join();
  two.join();
  heddle::observe("<b>balance</b>", balance);
  heddle::check(balance == 1, "<script>document.title='taken'</script>");
}

const heddle::model registration{{.name = "hostile",
                                  .summary = "names that try to be markup",
                                  .body = hostile,
                                  .expect = {heddle::finding_kind::deadlock}}};

}  // namespace
