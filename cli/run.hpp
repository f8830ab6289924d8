#pragma once

/// The command line. The only part of heddle that prints, reads files and environment variables,
/// and handles signals.
namespace heddle::cli {

/// The whole command line around the models of the program: what `main` calls. Returns the exit
/// code (`heddle help exit-codes`); throws nothing.
int run(int argc, char** argv);

}  // namespace heddle::cli
