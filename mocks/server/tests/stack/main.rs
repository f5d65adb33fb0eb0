//! The stack end to end over loopback: lanes, faults, identities, journal, clock, authority, guard
//! rails, the description of the API.

#[cfg(test)]
mod authority;
#[cfg(test)]
mod bench;
#[cfg(test)]
mod clock;
#[cfg(test)]
mod documentation;
#[cfg(test)]
mod fault_plan;
#[cfg(test)]
mod guard_rails;
#[cfg(test)]
mod identities;
#[cfg(test)]
mod journal;
#[cfg(test)]
mod lanes;
#[cfg(test)]
mod startup;
