;; Compares up to eight hashes of 256 bits at once with all that are stored, sixteen of these at a time.
;;
;; A hash is 32 bytes: 8 for each of the four parities of row and column (even even, even odd, odd even, odd odd).
;; Mirroring a picture complements the odd columns, turning it upside down the odd rows, all but a few bits. So four
;; counts of differing bits, one a parity, give the distances to a hash and to its three flips as these would be
;; without the few bits. What is near enough to pass is then compared with the hashes as they are: nothing is missed.
;;
;; The hashes asked about: four that are flips of the first, then four that are flips of the fifth.
;;
;;   bytes      0–  255  the hashes asked about, 32 bytes each
;;            256– 4351  the same, every byte sixteen times (written by "prepare")
;;           4352– 4359  the largest distances that pass, at most 255: of the first of each four as it is, mirrored,
;;                       upside down, turned by 180°
;;           4368– 4371  the slot that a search ended before (written by "scan")
;;           4384– 4415  scratch
;;           8192–24575  what was found: slot, then distance × 8 + which of the hashes, 4 bytes each
;;          32768–       blocks of 512 bytes: byte 0 of sixteen stored hashes, then byte 1 of them, and so on
(module
  (import "index" "memory" (memory 1 4096))

  (func (export "prepare")
    (local $i i32)
    (loop $byte
      (v128.store offset=256
        (i32.shl (local.get $i) (i32.const 4))
        (v128.load8_splat (local.get $i)))
      (br_if $byte
        (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 256)))))

  ;; Writes what of the block lies within the radius and the slots; answers how much was found so far, in bytes.
  (func $compare
    (param $block i32) (param $slot i32) (param $from i32) (param $to i32)
    (param $radius i32) (param $count i32) (param $found i32) (result i32)
    (local $which i32) (local $byte i32) (local $at i32) (local $key i32) (local $lane i32)
    (local $first v128) (local $second v128) (local $low v128) (local $high v128)
    (local.set $low (v128.const i16x8 -1 -1 -1 -1 -1 -1 -1 -1))
    (local.set $high (local.get $low))
    (loop $hash
      (local.set $first (v128.const i64x2 0 0))
      (local.set $second (v128.const i64x2 0 0))
      (local.set $byte (i32.const 0))
      ;; In two halves, since 256 does not fit a byte.
      (loop $bytes
        (local.set $at (i32.add (i32.shl (local.get $which) (i32.const 9)) (local.get $byte)))
        (local.set $first (i8x16.add (local.get $first) (i8x16.popcnt (v128.xor
          (v128.load offset=256 (local.get $at))
          (v128.load (i32.add (local.get $block) (local.get $byte)))))))
        (local.set $second (i8x16.add (local.get $second) (i8x16.popcnt (v128.xor
          (v128.load offset=512 (local.get $at))
          (v128.load offset=256 (i32.add (local.get $block) (local.get $byte)))))))
        (br_if $bytes (i32.lt_u
          (local.tee $byte (i32.add (local.get $byte) (i32.const 16)))
          (i32.const 256))))
      (local.set $low (i16x8.min_u (local.get $low) (i16x8.add
        (i16x8.splat (local.get $which))
        (i16x8.shl
          (i16x8.add
            (i16x8.extend_low_i8x16_u (local.get $first))
            (i16x8.extend_low_i8x16_u (local.get $second)))
          (i32.const 3)))))
      (local.set $high (i16x8.min_u (local.get $high) (i16x8.add
        (i16x8.splat (local.get $which))
        (i16x8.shl
          (i16x8.add
            (i16x8.extend_high_i8x16_u (local.get $first))
            (i16x8.extend_high_i8x16_u (local.get $second)))
          (i32.const 3)))))
      (br_if $hash (i32.lt_u
        (local.tee $which (i32.add (local.get $which) (i32.const 1)))
        (local.get $count))))
    (v128.store offset=4384 (i32.const 0) (local.get $low))
    (v128.store offset=4400 (i32.const 0) (local.get $high))
    (loop $lanes
      (local.set $key (i32.load16_u offset=4384 (i32.shl (local.get $lane) (i32.const 1))))
      (if (i32.and
            (i32.le_u (i32.shr_u (local.get $key) (i32.const 3)) (local.get $radius))
            (i32.and
              (i32.ge_u (local.get $slot) (local.get $from))
              (i32.lt_u (local.get $slot) (local.get $to))))
        (then
          (i32.store offset=8192 (local.get $found) (local.get $slot))
          (i32.store offset=8196 (local.get $found) (local.get $key))
          (local.set $found (i32.add (local.get $found) (i32.const 8)))))
      (local.set $slot (i32.add (local.get $slot) (i32.const 1)))
      (br_if $lanes (i32.lt_u
        (local.tee $lane (i32.add (local.get $lane) (i32.const 1)))
        (i32.const 16))))
    (local.get $found))

  ;; By how much the distances of one hash and its three flips exceed what passes; 0 in a lane where one does not.
  (func $excess
    (param $limits i32) (param $ee v128) (param $eo v128) (param $oe v128) (param $oo v128) (result v128)
    (local $even v128) (local $odd v128) (local $evenMirrored v128) (local $oddMirrored v128)
    (local $half v128) (local $all v128)
    (local.set $half (v128.const i8x16 64 64 64 64 64 64 64 64 64 64 64 64 64 64 64 64))
    (local.set $all (i8x16.add (local.get $half) (local.get $half)))
    (local.set $even (i8x16.add (local.get $ee) (local.get $eo)))
    (local.set $odd (i8x16.add (local.get $oe) (local.get $oo)))
    (local.set $evenMirrored
      (i8x16.add (local.get $ee) (i8x16.sub (local.get $half) (local.get $eo))))
    (local.set $oddMirrored
      (i8x16.add (local.get $oe) (i8x16.sub (local.get $half) (local.get $oo))))
    (i8x16.min_u
      (i8x16.min_u
        (i8x16.sub_sat_u
          (i8x16.add_sat_u (local.get $even) (local.get $odd))
          (v128.load8_splat offset=4352 (local.get $limits)))
        (i8x16.sub_sat_u
          (i8x16.add_sat_u (local.get $evenMirrored) (local.get $oddMirrored))
          (v128.load8_splat offset=4353 (local.get $limits))))
      (i8x16.min_u
        (i8x16.sub_sat_u
          (i8x16.add_sat_u (local.get $even) (i8x16.sub (local.get $all) (local.get $odd)))
          (v128.load8_splat offset=4354 (local.get $limits)))
        (i8x16.sub_sat_u
          (i8x16.add_sat_u
            (local.get $evenMirrored)
            (i8x16.sub (local.get $all) (local.get $oddMirrored)))
          (v128.load8_splat offset=4355 (local.get $limits))))))

  ;; Searches the slots "from" up to, not including, "to" for the nearest of the first "count" hashes within the
  ;; radius. Answers how many were found; it ends early where the room for them does.
  (func (export "scan")
    (param $from i32) (param $to i32) (param $radius i32) (param $count i32) (result i32)
    (local $slot i32) (local $block i32) (local $byte i32) (local $at i32) (local $found i32)
    (local $ee v128) (local $eo v128) (local $oe v128) (local $oo v128)
    (local $ee2 v128) (local $eo2 v128) (local $oe2 v128) (local $oo2 v128)
    (local $stored v128)
    (local.set $slot (i32.and (local.get $from) (i32.const -16)))
    (block $done
      (loop $blocks
        (br_if $done (i32.ge_u (local.get $slot) (local.get $to)))
        ;; A block may fill sixteen places.
        (br_if $done (i32.gt_u (local.get $found) (i32.const 16256)))
        (local.set $block
          (i32.add (i32.shl (local.get $slot) (i32.const 5)) (i32.const 32768)))
        (local.set $ee (v128.const i64x2 0 0))
        (local.set $eo (v128.const i64x2 0 0))
        (local.set $oe (v128.const i64x2 0 0))
        (local.set $oo (v128.const i64x2 0 0))
        (local.set $ee2 (v128.const i64x2 0 0))
        (local.set $eo2 (v128.const i64x2 0 0))
        (local.set $oe2 (v128.const i64x2 0 0))
        (local.set $oo2 (v128.const i64x2 0 0))
        (local.set $byte (i32.const 0))
        (loop $bytes
          (local.set $at (i32.add (local.get $block) (local.get $byte)))
          (local.set $stored (v128.load (local.get $at)))
          (local.set $ee (i8x16.add (local.get $ee) (i8x16.popcnt
            (v128.xor (local.get $stored) (v128.load offset=256 (local.get $byte))))))
          (local.set $ee2 (i8x16.add (local.get $ee2) (i8x16.popcnt
            (v128.xor (local.get $stored) (v128.load offset=2304 (local.get $byte))))))
          (local.set $stored (v128.load offset=128 (local.get $at)))
          (local.set $eo (i8x16.add (local.get $eo) (i8x16.popcnt
            (v128.xor (local.get $stored) (v128.load offset=384 (local.get $byte))))))
          (local.set $eo2 (i8x16.add (local.get $eo2) (i8x16.popcnt
            (v128.xor (local.get $stored) (v128.load offset=2432 (local.get $byte))))))
          (local.set $stored (v128.load offset=256 (local.get $at)))
          (local.set $oe (i8x16.add (local.get $oe) (i8x16.popcnt
            (v128.xor (local.get $stored) (v128.load offset=512 (local.get $byte))))))
          (local.set $oe2 (i8x16.add (local.get $oe2) (i8x16.popcnt
            (v128.xor (local.get $stored) (v128.load offset=2560 (local.get $byte))))))
          (local.set $stored (v128.load offset=384 (local.get $at)))
          (local.set $oo (i8x16.add (local.get $oo) (i8x16.popcnt
            (v128.xor (local.get $stored) (v128.load offset=640 (local.get $byte))))))
          (local.set $oo2 (i8x16.add (local.get $oo2) (i8x16.popcnt
            (v128.xor (local.get $stored) (v128.load offset=2688 (local.get $byte))))))
          (br_if $bytes (i32.lt_u
            (local.tee $byte (i32.add (local.get $byte) (i32.const 16)))
            (i32.const 128))))
        (if (i32.eqz (i8x16.all_true (i8x16.min_u
              (call $excess (i32.const 0)
                (local.get $ee) (local.get $eo) (local.get $oe) (local.get $oo))
              (call $excess (i32.const 4)
                (local.get $ee2) (local.get $eo2) (local.get $oe2) (local.get $oo2)))))
          (then
            (local.set $found (call $compare
              (local.get $block) (local.get $slot) (local.get $from) (local.get $to)
              (local.get $radius) (local.get $count) (local.get $found)))))
        (local.set $slot (i32.add (local.get $slot) (i32.const 16)))
        (br $blocks)))
    (i32.store offset=4368 (i32.const 0) (local.get $slot))
    (i32.shr_u (local.get $found) (i32.const 3))))
