//! The hybrid of run-length encoding and bit packing that Parquet calls RLE: definition levels, dictionary indices and booleans.
//!
//! A run of equal numbers is its length and the number; what lies between runs is packed in groups of eight, the lowest bits
//! first (Apache Parquet, "Run Length Encoding / Bit-Packing Hybrid").

pub(crate) mod reader;
pub(crate) mod writer;

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::reader::{HybridReader, LookupTable};
    use super::writer::{write_numbers, write_ones};

    #[test]
    fn what_is_written_is_read() {
        let mut state = 7_u64;
        for width in 1..=12_u8 {
            let most = 1_u32 << width;
            let numbers: Vec<u32> = (0..3_000)
                .map(|at| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    // Runs in every other hundred, all bits in the others.
                    if at / 100 % 2 == 0 { most - 1 - at / 200 % most } else { (state >> 33) as u32 % most }
                })
                .collect();
            let mut bytes = Vec::new();
            write_numbers(&numbers, width, &mut bytes);
            let mut reader = HybridReader::new(Bytes::from(bytes), width.into()).expect("a width");
            let mut found = vec![0; numbers.len()];
            reader.take(&LookupTable::new((0..most).collect(), u32::MAX), &mut found).expect("numbers");
            assert_eq!(found, numbers, "width {width}");
        }
        let mut bytes = Vec::new();
        write_ones(300, &mut bytes);
        let mut reader = HybridReader::new(Bytes::from(bytes), 1).expect("a width");
        let mut found = [0_u8; 301];
        assert!(reader.take(&LookupTable::new(vec![5, 6], 9), &mut found[..300]).is_some());
        assert_eq!((found[..300].iter().all(|one| *one == 6), found[300]), (true, 0));
        assert!(reader.take(&LookupTable::new(vec![5, 6], 9), &mut found[300..]).is_none());
    }
}
