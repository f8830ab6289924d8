#include "checker/finding.hpp"

namespace heddle::checker {

finding::finding() = default;
finding::finding(const finding&) = default;
finding::finding(finding&&) noexcept = default;
finding& finding::operator=(const finding&) = default;
finding& finding::operator=(finding&&) noexcept = default;
finding::~finding() = default;

}  // namespace heddle::checker
