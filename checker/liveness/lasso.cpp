#include "checker/liveness/lasso.hpp"

namespace heddle::checker {

std::string_view name_of(lasso_role role) {
  switch (role) {
    case lasso_role::polls:
      return "polls";
    case lasso_role::retries:
      return "retries";
    case lasso_role::circles:
      return "circles";
    case lasso_role::gets_on:
      return "gets_on";
    case lasso_role::starves:
      return "starves";
    case lasso_role::waits:
      return "waits";
  }
  return "";
}

}  // namespace heddle::checker
