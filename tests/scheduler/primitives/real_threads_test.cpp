#include "scheduler/primitives/real_threads.hpp"

#include "scheduler/primitives/observe.hpp"
#include "tests/catch.hpp"
#include "tests/scheduler/native_model.hpp"
#include "tests/scheduler/primitives/outcomes.hpp"

using namespace heddle::testing;

TEST_CASE("a model can tell real threads from the checker's") {
  CHECK(outcomes_of([] { heddle::observe("real", heddle::on_real_threads()); }) ==
        texts{"real=false"});
  bool real = false;
  native_model::run([&] { real = heddle::on_real_threads(); });
  CHECK(real);
}
