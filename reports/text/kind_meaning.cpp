#include "reports/text/kind_meaning.hpp"

namespace heddle::reports {

std::string_view meaning_of(finding_kind kind) {
  switch (kind) {
    case finding_kind::invariant:
      return "A rule that the model states with check() does not hold in this interleaving. It may "
             "hold in all others: what counts is which steps came between which.";
    case finding_kind::exception:
      return "An exception left the function of a task. On real threads that ends the whole "
             "program (std::terminate).";
    case finding_kind::deadlock:
      return "Some tasks wait for each other, or for something nobody left will ever do. None of "
             "them can go on, whatever happens next, and the program never ends.";
    case finding_kind::partial_deadlock:
      return "The main task has ended, but some others wait for each other, or for something "
             "nobody left will ever do, and can never go on.";
    case finding_kind::self_deadlock:
      return "A task waits for something that it holds itself, and so for ever.";
    case finding_kind::lost_wakeup:
      return "A notification wakes only those who wait already; it is not kept for later. Here it "
             "came before the wait, and nobody notifies again.";
    case finding_kind::livelock:
      return "Tasks go around the same steps again and again. None of them waits, yet none gets "
             "anywhere, and the program never ends.";
    case finding_kind::starvation:
      return "One task never gets what it asks for, although others get it again and again.";
    case finding_kind::data_race:
      return "Two tasks access one plain variable, at least one of them writes, and no lock, "
             "atomic, start or join says which access comes first. In C++ that is undefined "
             "behaviour, whatever the values happen to be.";
    case finding_kind::misuse:
      return "A primitive was used in a way its contract forbids. On real threads that is "
             "undefined behaviour, an exception, or the end of the program.";
    case finding_kind::leak:
      return "Everything has ended, and something is left that nobody can give back any more.";
    case finding_kind::potential_deadlock:
      return "Locks are taken in orders that could end in a deadlock under another schedule. None "
             "has happened here.";
    case finding_kind::crash:
      return "The model ended the process that ran it, as it would end the real program.";
    case finding_kind::nondeterminism:
      return "Under the same schedule the model did something else than before. It depends on "
             "something that is not scheduled: real time, random numbers, addresses, or state that "
             "outlives an execution. Nothing else about it can be trusted until that is mended.";
  }
  return "";
}

}  // namespace heddle::reports
