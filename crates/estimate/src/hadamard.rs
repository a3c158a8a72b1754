//! Hadamard matrices: rows of signs of which every two agree in exactly half the places.

/// The matrix of at least `size` rows, by Sylvester's doubling; true is +1. The first row and column are all +1.
pub(crate) fn hadamard(size: usize) -> Vec<Vec<bool>> {
    let size = size.next_power_of_two();
    let sign = |row: usize, column: usize| (row & column).count_ones().is_multiple_of(2);
    (0..size).map(|row| (0..size).map(|column| sign(row, column)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_two_rows_agree_in_half_the_places() {
        let matrix = hadamard(13);
        assert_eq!(matrix.len(), 16);
        for (place, row) in matrix.iter().enumerate() {
            for other in &matrix[..place] {
                let agree = row.iter().zip(other).filter(|(a, b)| a == b).count();
                assert_eq!(agree, 8);
            }
        }
    }
}
