//! The known word nearest to an unknown one, for messages that name the way out.

/// The candidate nearest to a word, when one is near enough to be what was meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let most = 2 + word.chars().count() / 3;
    candidates
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= most)
        .min()
        .map(|(_, candidate)| candidate)
}

/// `, do you mean "x"?` when a candidate is near, the list of candidates otherwise.
pub fn suggestion<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    let candidates: Vec<&str> = candidates.into_iter().collect();
    match nearest(word, candidates.iter().copied()) {
        Some(near) => format!(", do you mean \"{near}\"?"),
        None if candidates.is_empty() => ", none is known here".to_owned(),
        None => format!(", known: {}", candidates.join(", ")),
    }
}

/// Levenshtein distance, in characters.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut previous: Vec<usize> = (0..=right.len()).collect();
    for (row, from) in left.chars().enumerate() {
        let mut current = vec![row + 1];
        for (column, to) in right.iter().enumerate() {
            let replaced = previous[column] + usize::from(from != *to);
            let least = replaced
                .min(previous[column + 1] + 1)
                .min(current[column] + 1);
            current.push(least);
        }
        previous = current;
    }
    previous[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_recognised_and_nonsense_is_not() {
        let known = ["latence_fixe", "statut_http"];
        assert_eq!(nearest("latense_fix", known), Some("latence_fixe"));
        assert_eq!(nearest("zzz", known), None);
        assert_eq!(
            suggestion("zzz", known),
            ", known: latence_fixe, statut_http"
        );
    }
}
