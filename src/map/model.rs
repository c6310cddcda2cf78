//! Tiles of a web map, and the numbers of the cells in them. A cell is a square of the map at some level, as a tile is at
//! some zoom; its number is its x and y with their bits in turns, so that the cells inside a cell are one range of numbers.

/// Level of the cells that the database keeps: 2,4 m at the equator.
pub const FINEST: u8 = 24;

/// Units along the side of a tile.
pub const EXTENT: i32 = 4096;

/// From this zoom on reports stand where they are; below they stand together in groups.
const SINGLE: u8 = 12;

/// A tile of the map: only possible ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tile {
    /// Zoom: the world is 2^z tiles wide.
    pub z: u8,
    /// Tiles from the west.
    pub x: u32,
    /// Tiles from the north.
    pub y: u32,
}

impl Tile {
    /// The smallest zoom served: a country on a tile.
    pub const WIDEST: u8 = 4;
    /// The largest zoom served; a browser draws closer views from these tiles.
    pub const CLOSEST: u8 = 16;

    /// A tile, if there is one of these numbers.
    pub fn new(z: u8, x: u32, y: u32) -> Option<Self> {
        let there = (Self::WIDEST..=Self::CLOSEST).contains(&z) && x < 1 << z && y < 1 << z;
        there.then_some(Self { z, x, y })
    }

    /// The cells of level [`FINEST`] in it: the first, and the first beyond.
    pub fn cells(self) -> (i64, i64) {
        range(self.z, number(self.x, self.y))
    }

    /// Level of the cells in which reports stand together. Below zoom 12 sixteen to the side of a tile (a thumb is as wide);
    /// above 128 to the side, where only what shares its public place still meets.
    pub fn group_level(self) -> u8 {
        if self.z < SINGLE { self.z + 4 } else { (self.z + 7).min(FINEST) }
    }

    /// Units of the tile that a cell of level [`FINEST`] is wide.
    pub fn units(self) -> f64 {
        f64::from(EXTENT) / f64::from(1u32 << (FINEST - self.z))
    }
}

/// How many bits a number of this level lacks to be one of level [`FINEST`].
pub fn bits(level: u8) -> i32 {
    2 * i32::from(FINEST - level.min(FINEST))
}

/// The cells of level [`FINEST`] in a cell: the first, and the first beyond.
fn range(level: u8, number: i64) -> (i64, i64) {
    (number << bits(level), (number + 1) << bits(level))
}

/// The number of a cell.
fn number(x: u32, y: u32) -> i64 {
    let spread =
        |n: u32| (0..32).fold(0i64, |sum, bit| sum | (i64::from(n >> bit & 1) << (2 * bit)));
    spread(x) | (spread(y) << 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_tiles_that_are_there_can_be_asked_for() {
        assert!(Tile::new(16, 65_535, 65_535).is_some());
        for (z, x, y) in [(3, 0, 0), (17, 0, 0), (4, 16, 0), (4, 0, 16), (200, 1, 1)] {
            assert_eq!(Tile::new(z, x, y), None);
        }
    }

    proptest! {
        #[test]
        fn a_tile_is_its_four_quarters(z in 4u8..16, x in 0u32..65_536, y in 0u32..65_536) {
            let (x, y) = (x % (1 << z), y % (1 << z));
            let whole = Tile::new(z, x, y).unwrap().cells();
            let quarter = |dx, dy| Tile::new(z + 1, 2 * x + dx, 2 * y + dy).unwrap().cells();
            let quarters = [quarter(0, 0), quarter(1, 0), quarter(0, 1), quarter(1, 1)];
            prop_assert_eq!(quarters[0].0, whole.0);
            prop_assert_eq!(quarters[3].1, whole.1);
            prop_assert!(quarters.windows(2).all(|pair| pair[0].1 == pair[1].0));
        }
    }
}
