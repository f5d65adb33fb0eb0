//! The control key of RPPS numbers.

/// True when the last digit is the Luhn key of the others.
///
/// Source: eleven digits with a Luhn key, seen on every kit card of the official repositories.
pub fn has_luhn_key(number: &str) -> bool {
    if number.len() < 2 || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let sum: u32 = number
        .bytes()
        .rev()
        .map(|byte| u32::from(byte - b'0'))
        .enumerate()
        .map(|(rank, digit)| match (rank % 2, digit * 2) {
            (0, _) => digit,
            (_, twice) if twice > 9 => twice - 9,
            (_, twice) => twice,
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kit_numbers_pass_and_samples_of_the_documentation_do_not() {
        for kit in ["99700218896", "99700427885", "10101170610"] {
            assert!(has_luhn_key(kit), "{kit}");
        }
        for wrong in ["10003461033", "99700427886", "", "7", "9970042788A"] {
            assert!(!has_luhn_key(wrong), "{wrong}");
        }
    }
}
