//! Pseudorandom numbers: the same seed makes the emulator behave the same.

/// A generator of pseudorandom numbers: SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
#[derive(Clone, Debug)]
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number less than the limit, or zero if the limit is zero.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        // The modulo's bias of limit / 2^64 does not matter here.
        usize::try_from(self.next() % (limit.max(1) as u64)).unwrap_or(0)
    }

    /// Shuffles the values in place (Fisher and Yates).
    pub(super) fn shuffle<T>(&mut self, values: &mut [T]) {
        for last in (1..values.len()).rev() {
            values.swap(last, self.below(last + 1));
        }
    }

    /// Returns a random GUID as text.
    pub(super) fn guid(&mut self) -> String {
        let bits = (u128::from(self.next()) << 64) | u128::from(self.next());
        uuid::Builder::from_random_bytes(bits.to_be_bytes()).into_uuid().to_string()
    }
}

/// Returns a GUID that depends only on the texts: their 128-bit FNV-1a hash.
pub(super) fn guid_of<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    for text in texts {
        // 0xff never occurs in UTF-8, so it separates the texts.
        for byte in text.bytes().chain([0xff]) {
            hash = (hash ^ u128::from(byte)).wrapping_mul(PRIME);
        }
    }
    uuid::Builder::from_random_bytes(hash.to_be_bytes()).into_uuid().to_string()
}
