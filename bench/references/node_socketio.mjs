// Node's socket.io without a database: answers are counted in memory and acknowledged at once.
import { createServer } from 'node:http'
import { Server } from 'socket.io'

const http = createServer()
const io = new Server(http, { cors: { origin: '*' }, pingInterval: 10_000, pingTimeout: 8_000 })
const phones = io.of('/participant')
const answers = new Map()

phones.on('connection', (socket) => {
  socket.join('run:1')
  socket.emit('snapshot', { page: 'lobby' })
  socket.on('push', (payload) => phones.to('run:1').emit('snapshot', payload))
  socket.on('submit_answer', (payload, acknowledge) => {
    answers.set(payload.answer_id, payload)
    acknowledge({ round: payload.round, ok: true })
  })
})
http.listen(Number(process.argv[2]), '127.0.0.1')
