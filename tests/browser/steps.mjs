// The steps of a report, as a person goes through them: used by the tests of several files.

/** A small JPEG, 64 by 48: a yellow square on green. */
export const PHOTO = {
  name: 'street.jpg',
  mimeType: 'image/jpeg',
  buffer: Buffer.from(
    '/9j/4AAQSkZJRgABAQAAAQABAAD/4gHYSUNDX1BST0ZJTEUAAQEAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABhY3NwAAAAAA' +
    'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' +
    'AAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAA' +
    'ABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1' +
    'AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAP' +
    'KnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADb/' +
    '2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK0' +
    '6kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAwAEADASIAAhEBAxEB/8QAFwABAQEB' +
    'AAAAAAAAAAAAAAAAAAUGBP/EACIQAQAAAwgDAAAAAAAAAAAAAAAEERIFFUNjgqLB4RQjQf/EABcBAQEBAQAAAAAAAAAAAAAAAAAEAgP/xAAbEQ' +
    'ACAwEBAQAAAAAAAAAAAAAAAgEDERIhE//aAAwDAQACEQMRAD8Alg1Ce23554Yrr730y41CXbeDq4ZS/psw29HK7pLAUE4AAGoZdUvjI39J70Zs' +
    'woodV3Sol23g6uC+Mjf05Y2M8uj10Uz+znNzqqdXiZg6W2qyzEScoCwjAAAAAAAAAAAA/9k=',
    'base64',
  ),
}

/** A photo of this many points, drawn by the browser. */
export async function photo(page, width, height) {
  const base64 = await page.evaluate(async ([w, h]) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: w, height: h })
    const pen = canvas.getContext('2d')
    for (let i = 0; i < 400; i++) {
      pen.fillStyle = `hsl(${i * 37}, 60%, ${30 + (i % 50)}%)`
      pen.fillRect((i * 997) % w, (i * 691) % h, w / 8, h / 8)
    }
    return canvas.toDataURL('image/jpeg', 0.95).split(',')[1]
  }, [width, height])
  return { name: 'large.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(base64, 'base64') }
}

const go = (page) => Promise.all([page.waitForNavigation(), page.locator('#step .btns .btn').first().click()])

/** Through "what" and "where" to the step with the details. */
export async function toDetails(page, lang, category, place) {
  await page.goto(`/${lang}/report`)
  await page.check(`input[name=category][value=${category}]`)
  await go(page)
  await page.fill('#place', place)
  await go(page)
  // Several places of that name: none of them is the answer offered first.
  if (await page.locator('input[name=found]').count()) {
    await Promise.all([page.waitForNavigation(), page.locator('main form .btns .btn').first().click()])
  }
}

/** From the filled details to the end; `press` clicks the last button. Gives the reference and the tracking link. */
export async function send(page, press = (button) => button.click()) {
  await go(page)
  // Something like it nearby: mine is different.
  const different = page.locator('button[name=different]')
  if (await different.count()) await Promise.all([page.waitForNavigation(), different.click()])
  await go(page)
  await Promise.all([page.waitForURL(/\/report\/sent/), press(page.locator('main form .btns .btn'))])
  return {
    reference: (await page.innerText('.panel .ref')).trim(),
    tracking: await page.getAttribute('a.secret', 'href'),
  }
}
