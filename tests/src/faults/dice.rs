//! Chance that can be repeated: the seed is printed, and ACCORD_FAULTS_SEED gives it again.

use std::time::Duration;

use uuid::Uuid;

pub struct Dice(u64);

impl Dice {
    pub fn cast() -> Self {
        let given = std::env::var("ACCORD_FAULTS_SEED").ok();
        let seed = given.map_or_else(
            || Uuid::new_v4().as_u64_pair().0,
            |text| text.parse().expect("ACCORD_FAULTS_SEED is a number"),
        );
        println!("ACCORD_FAULTS_SEED={seed}");
        Dice(seed | 1)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        // xorshift64: enough to choose moments by.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }

    pub fn moment(&mut self, at_most: Duration) -> Duration {
        Duration::from_micros(self.below(at_most.as_micros() as u64))
    }

    /// 0, 1, 2 … below the limit, in any order.
    pub fn order(&mut self, limit: usize) -> Vec<usize> {
        let mut order: Vec<_> = (0..limit).collect();
        for place in (1..limit).rev() {
            order.swap(place, self.below(place as u64 + 1) as usize);
        }
        order
    }
}
