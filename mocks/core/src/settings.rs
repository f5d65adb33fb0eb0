//! Settings laid over their embedded reference, table by table.
//!
//! What the keys mean is each service's.

use toml::{Table, Value};

/// Lays `over` over `under`: tables are merged, anything else, arrays included, is replaced whole.
pub fn lay_over(under: &mut Table, over: Table) {
    for (key, value) in over {
        match (under.get_mut(&key), value) {
            (Some(Value::Table(under)), Value::Table(over)) => lay_over(under, over),
            (_, value) => {
                under.insert(key, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_merged_and_arrays_replaced() {
        let table = |text: &str| toml::from_str::<Table>(text).unwrap();
        let mut settings = table("a = 1\nlist = [1, 2]\n[inner]\nb = 2\nc = 3");
        lay_over(
            &mut settings,
            table("list = [9]\n[inner]\nb = 4\n[new]\nd = 5"),
        );
        let expected = table("a = 1\nlist = [9]\n[inner]\nb = 4\nc = 3\n[new]\nd = 5");
        assert_eq!(settings, expected);
    }
}
