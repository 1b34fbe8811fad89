import { expect, test } from 'bun:test'
import { pngOf, withSegment, zipEnd } from '../testing/sample-pictures'
import { isPolyglot } from './polyglots'

const png = pngOf(300, 300, (x, y) => [(x * 7919 + y * 104729) % 256, (x * y) % 256, (x ^ y) % 256, 255])

test('a picture is a picture', async () => {
  expect(await isPolyglot(png)).toBe(false)
  const jpeg = Buffer.from(await new Bun.Image(png).jpeg({ quality: 95 }).bytes())
  const packed = Buffer.from('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><rdf:RDF/></x:xmpmeta>')
  expect(await isPolyglot(withSegment(jpeg, packed))).toBe(false)
  // What phones append: a film, a second picture.
  expect(await isPolyglot(Buffer.concat([jpeg, Buffer.from('\0\0\0\x18ftypmp42', 'latin1'), jpeg]))).toBe(false)
})

test('a picture that is a page, a program, a document or an archive as well is noticed', async () => {
  const tails = ['<script>alert(1)</script>', '<HTML>', '<!DOCTYPE html>', '<?php echo 1', '<svg class="a" xmlns="x">']
  for (const tail of tails)
    expect([tail, await isPolyglot(Buffer.concat([png, Buffer.from(tail)]))]).toEqual([tail, true])
  expect(await isPolyglot(Buffer.concat([png, zipEnd]))).toBe(true)
  expect(await isPolyglot(Buffer.concat([png, zipEnd, Buffer.from('a comment')]))).toBe(true)
  expect(await isPolyglot(Buffer.concat([png.subarray(0, 40), Buffer.from('%PDF-1.7'), png.subarray(40)]))).toBe(true)
})

test('what lies across two parts is noticed too', async () => {
  const part = 1024 * 1024
  const bytes = Buffer.alloc(2 * part, 7)
  bytes.write('<script>', part - 4)
  expect(await isPolyglot(bytes)).toBe(true)
})
