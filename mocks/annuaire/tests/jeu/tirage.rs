//! Draws that never change: the same generator gives the same directory on every machine.

/// A sequence of draws (SplitMix64).
pub(crate) struct Tirage(u64);

impl Tirage {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).unwrap()
    }

    /// One of them.
    pub(crate) fn one<'a, T>(&mut self, among: &'a [T]) -> &'a T {
        &among[self.below(among.len())]
    }

    /// An instant of 2025 or January 2026.
    pub(crate) fn instant(&mut self) -> String {
        let month = self.below(13);
        let (year, month) = (2025 + month / 12, month % 12 + 1);
        let (day, hour) = (1 + self.below(28), self.below(24));
        let (minute, second, milli) = (self.below(60), self.below(60), self.below(1000));
        format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
    }
}
