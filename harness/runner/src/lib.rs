//! The banc binary: cucumber world and steps, selection, exit codes and command line.
