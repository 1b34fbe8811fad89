import { expect, test } from 'bun:test'
import { pngOf, withSegment, zipEnd } from '../testing/sample-pictures'
import { isPolyglot } from './polyglots'

const png = pngOf(300, 300, (x, y) => [(x * 7919 + y * 104729) % 256, (x * y) % 256, (x ^ y) % 256, 255])

test('a picture is a picture', async () => {
  expect(isPolyglot(png)).toBe(false)
  const jpeg = Buffer.from(await new Bun.Image(png).jpeg({ quality: 95 }).bytes())
  const packed = Buffer.from('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><rdf:RDF/></x:xmpmeta>')
  expect(isPolyglot(withSegment(jpeg, packed))).toBe(false)
  // Data that phones append: a film, a second picture.
  expect(isPolyglot(Buffer.concat([jpeg, Buffer.from('\0\0\0\x18ftypmp42', 'latin1'), jpeg]))).toBe(false)
})

test('a picture that is a page, a program, a document or an archive as well is noticed', async () => {
  const tails = ['<script>alert(1)</script>', '<HTML>', '<!DOCTYPE html>', '<?php echo 1', '<svg class="a" xmlns="x">']
  for (const tail of tails) expect([tail, isPolyglot(Buffer.concat([png, Buffer.from(tail)]))]).toEqual([tail, true])
  expect(isPolyglot(Buffer.concat([png, zipEnd]))).toBe(true)
  expect(isPolyglot(Buffer.concat([png, zipEnd, Buffer.from('a comment')]))).toBe(true)
  expect(isPolyglot(Buffer.concat([png.subarray(0, 40), Buffer.from('%PDF-1.7'), png.subarray(40)]))).toBe(true)
})

test('a drawing is noticed by the nearest tag before its name, and only within the tag', () => {
  const found = (text: string) => isPolyglot(Buffer.concat([png, Buffer.from(text)]))
  expect(found('<svg <svg\nXMLNS="x">')).toBe(true)
  expect(found(`<svg ${'a'.repeat(150)} xmlns="x">`)).toBe(true)
  expect(found(`<svg ${'a'.repeat(250)} xmlns="x">`)).toBe(false)
  expect(found('<svg> xmlns="x">')).toBe(false)
  expect(found('<svg'.repeat(1_000))).toBe(false)
})
