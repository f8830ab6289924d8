// The main() of the test programs where Catch2 2 comes without one.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
